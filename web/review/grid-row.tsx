import { Component } from 'preact';
import type { Column, Row } from '#shared/schedules/schedule.ts';
import { CellEditor, type CellEditorProps } from './cell-editor.tsx';
import { type Tint, tintAt } from './model/cell-tints.ts';
import { showValue } from './model/show-value.ts';

interface GridRowProps {
  index: number;
  /** Where it stands in the whole grid, from 1. */
  place: number;
  row: Row;
  columns: readonly Column[];
  /** Of `cellTints`. */
  tints: string | undefined;
  /** Text of the Proof column and how it is read out; empty where nothing runs along the row. */
  mark: string;
  spoken: string;
  broken: boolean;
  /** Column that has the selection, -1 for none. */
  active: number;
  /** The text the active cell is edited with; null while it is not. */
  editing: string | null;
  editor: Omit<CellEditorProps, 'text'>;
}

/** One row of a schedule. Drawn again only where something of it changed: of 500 rows an edit touches a few. */
export class GridRow extends Component<GridRowProps> {
  override shouldComponentUpdate(next: GridRowProps): boolean {
    const names = Object.keys(next) as (keyof GridRowProps)[];
    return names.some((name) => next[name] !== this.props[name]);
  }

  override render() {
    const { index, place, row, columns } = this.props;
    return (
      <div role="row" class={`grid-row row-${row.role}`} aria-rowindex={place} data-row={index}>
        {columns.map((column, col) => this.#cell(column, col))}
        {this.#proof()}
      </div>
    );
  }

  #proof() {
    const { row, columns, mark, spoken, broken, active } = this.props;
    const isHead = row.role === 'head';
    return (
      <div
        role={isHead ? 'columnheader' : 'gridcell'}
        class={`grid-cell proof${broken ? ' bad' : ''}`}
        data-col={columns.length}
        aria-colindex={columns.length + 1}
        aria-selected={active === columns.length}
        tabIndex={active === columns.length ? 0 : -1}
      >
        {isHead ? mark : <span aria-hidden="true">{mark}</span>}
        {spoken === '' ? null : <span class="unseen">{spoken}</span>}
      </div>
    );
  }

  #cell(column: Column, col: number) {
    const { row, tints, active, editing, editor } = this.props;
    const cell = row.cells[col];
    if (!cell || isCovered(row, col)) return null;
    const span = row.role === 'head' ? (cell.colSpan ?? 1) : 1;
    const tint = tintAt(tints, col);
    const edited = active === col && editing !== null;
    return (
      <div
        key={col}
        role={roleOf(row, column, cell.raw)}
        class={classOf(column, { tint, span })}
        data-col={col}
        aria-colindex={col + 1}
        aria-colspan={span > 1 ? span : undefined}
        aria-selected={active === col}
        tabIndex={active === col ? 0 : -1}
        style={styleOf(row, col, span)}
      >
        {edited ? (
          <CellEditor text={editing} {...editor} />
        ) : row.role === 'head' ? (
          cell.raw
        ) : (
          showValue(cell, row.role)
        )}
        {tint && !edited ? <span class="unseen">{SPOKEN[tint]}</span> : null}
      </div>
    );
  }
}

const SPOKEN: Record<Tint, string> = {
  weak: ', to be checked',
  broken: ', does not fit',
  edited: ', changed in this review',
};

/** The heads of a page may run over columns; what they cover is no cell of its own. */
function isCovered(row: Row, col: number): boolean {
  return row.role === 'head' && row.cells.some(({ colSpan = 1 }, at) => at < col && col < at + colSpan);
}

/** A corner without a word heads nothing. */
function roleOf({ role }: Row, column: Column, raw: string): 'columnheader' | 'rowheader' | 'gridcell' {
  if (raw === '') return 'gridcell';
  if (role === 'head') return 'columnheader';
  return column.role === 'label' ? 'rowheader' : 'gridcell';
}

function classOf(column: Column, { tint, span }: { tint: Tint | null; span: number }): string {
  const figure = column.role === 'amount' || column.role === 'percent' || column.role === 'date';
  const kind = span > 1 ? 'over' : figure ? 'figure' : 'words';
  return `grid-cell ${kind}${tint ? ` ${tint}` : ''}`;
}

function styleOf({ level }: Row, col: number, span: number): Record<string, string> | undefined {
  if (span > 1) return { gridColumn: `span ${span}` };
  return col === 0 && level > 0 ? { paddingInlineStart: `${0.5 + 1.1 * Math.min(level, 8)}rem` } : undefined;
}
