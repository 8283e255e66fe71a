import type { CellValue } from '#shared/schedules/schedule.ts';

/** A decimal number without rounding: minor / 10^scale. Totals are added up in it, so that cached results are exact. */
export class Exact {
  readonly minor: bigint;
  readonly scale: number;

  constructor(minor: bigint, scale: number) {
    this.minor = minor;
    this.scale = scale;
  }

  static readonly zero = new Exact(0n, 0);

  /** From integers as they stand in a schedule; null where they are no finite integers, so that NaN is never written. */
  static from(minor: number, scale: number): Exact | null {
    return Exact.isUsable(minor, scale) ? new Exact(BigInt(minor), scale) : null;
  }

  static isUsable(minor: number, scale: number): boolean {
    return Number.isSafeInteger(minor) && Number.isInteger(scale) && scale >= 0 && scale <= 20;
  }

  /** The figure of a cell; a percentage as the fraction a spreadsheet holds (12.5 % is 0.125). Null for all but figures. */
  static of(value: CellValue): Exact | null {
    if (value.type === 'amount') return Exact.from(value.minor, value.scale);
    return value.type === 'percent' ? Exact.from(value.minor, value.scale + 2) : null;
  }

  plus(other: Exact): Exact {
    const scale = Math.max(this.scale, other.scale);
    return new Exact(this.minorAt(scale) + other.minorAt(scale), scale);
  }

  times(other: Exact): Exact {
    return new Exact(this.minor * other.minor, this.scale + other.scale);
  }

  minus(other: Exact): Exact {
    return this.plus(new Exact(-other.minor, other.scale));
  }

  /** Half away from zero, as ROUND in a spreadsheet. */
  rounded(scale: number): Exact {
    if (scale >= this.scale) return new Exact(this.minorAt(scale), scale);
    const unit = 10n ** BigInt(this.scale - scale);
    const half = this.minor < 0n ? -unit / 2n : unit / 2n;
    return new Exact((this.minor + half) / unit, scale);
  }

  equals(other: Exact): boolean {
    return this.minus(other).isZero;
  }

  get isZero(): boolean {
    return this.minor === 0n;
  }

  /** The nearest double, which is what a spreadsheet holds. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Plain decimal: "-1234.50". */
  toString(): string {
    const digits = (this.minor < 0n ? -this.minor : this.minor).toString().padStart(this.scale + 1, '0');
    const sign = this.minor < 0n ? '-' : '';
    const whole = digits.slice(0, digits.length - this.scale);
    return this.scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - this.scale)}`;
  }

  private minorAt(scale: number): bigint {
    return scale === this.scale ? this.minor : this.minor * 10n ** BigInt(scale - this.scale);
  }
}
