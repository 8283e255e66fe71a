/** Those of ISO 4217 that statements are drawn up in, without codes that are English words; RMB is in use for CNY. */
const CODES =
  'USD|EUR|GBP|CHF|JPY|CNY|RMB|CAD|AUD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RUB|UAH|TRY|ILS|INR|PKR|LKR|BDT|NPR|HKD|SGD|' +
  'TWD|KRW|THB|MYR|IDR|PHP|VND|ZAR|NGN|KES|GHS|EGP|MAD|AED|SAR|QAR|KWD|BHD|OMR|JOD|BRL|MXN|ARS|CLP|COP|PEN|UYU|XOF|XAF|XDR';

/** Letters that make one of the dollars or of ¥ certain; others are no part of the sign: "5 M€" are millions, "5 CR$" a credit. */
const COUNTRIES = String.raw`(?:US|CA|CDN|AU|NZ|HK|SG|NT|MX|TT|EC|RD|BZ|[ACJRS])(?=\$)|(?:CN|JP|RMB)(?=¥)`;

const SHORT_FORMS = String.raw`Rs\.?|[Kk]r\.?|zł|Kč|Ft|S?Fr\.?|RM|Rp\.?`;

/**
 * Source of a regular expression (flag u) for one currency as printed: a sign with or without letters before it ("$", "US$",
 * "€", "₹"), a code ("EUR") or a short form ("Rs.", "kr", "zł"). Cents are left out: they are no unit of a schedule.
 */
export const CURRENCY_PATTERN = String.raw`(?:(?:(?<!\p{L})(?:${COUNTRIES}))?(?!¢)\p{Sc}|(?<!\p{L})(?:${CODES}|${SHORT_FORMS})(?!\p{L}))`;
