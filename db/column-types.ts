import type { ColumnType, JSONColumnType } from 'kysely';

/** jsonb: objects out, canonical text in. */
export type Json = JSONColumnType<object>;
export type NullableJson = ColumnType<object | null, string | null | undefined, string | null>;
export type Timestamp = ColumnType<Date, Date | undefined, Date>;
export type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
