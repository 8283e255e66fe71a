import { Component } from 'preact';
import type { CellAddress, Column, Row } from '#shared/schedules/schedule.ts';
import type { CellEditorProps } from './cell-editor.tsx';
import { GridRow } from './grid-row.tsx';
import type { ProofMark } from './model/proof-marks.ts';

export interface RowBlockProps {
  /** Rows `from` to `end` of all rows are drawn. */
  from: number;
  end: number;
  rows: readonly Row[];
  columns: readonly Column[];
  /** How many rows are heads; the last of them heads the Proof column. */
  heads: number;
  /** Of `cellTints` and `proofMarks`. */
  tints: ReadonlyMap<number, string>;
  marks: ReadonlyMap<number, ProofMark>;
  selection: CellAddress;
  /** The text the selected cell is edited with; null while it is not. */
  editing: string | null;
  editor: Omit<CellEditorProps, 'text'>;
}

/** Some rows of a schedule, looked at together: of twenty blocks an edit touches one or two, and the others are not even begun. */
export class RowBlock extends Component<RowBlockProps> {
  override shouldComponentUpdate(next: RowBlockProps): boolean {
    const now = this.props;
    if (next.from !== now.from || next.end !== now.end) return true;
    if (next.columns !== now.columns || next.heads !== now.heads || next.editor !== now.editor) return true;
    for (let index = next.from; index < next.end; index++) if (isOther(now, next, index)) return true;
    return false;
  }

  override render() {
    const { from, end, rows } = this.props;
    return rows.slice(from, end).map((row, at) => this.#row(row, from + at));
  }

  #row(row: Row, index: number) {
    const { columns, heads, tints, marks, selection, editing, editor } = this.props;
    const mark = marks.get(index);
    const here = selection.row === index;
    return (
      <GridRow
        key={index}
        {...{ index, row, columns, editor }}
        place={index + (heads === 0 ? 2 : 1)}
        tints={tints.get(index)}
        mark={index === heads - 1 ? 'Proof' : (mark?.text ?? '')}
        spoken={mark?.spoken ?? ''}
        broken={mark?.state === 'broken'}
        active={here ? selection.col : -1}
        editing={here ? editing : null}
      />
    );
  }
}

function isOther(now: RowBlockProps, next: RowBlockProps, index: number): boolean {
  if (now.rows[index] !== next.rows[index] || now.tints.get(index) !== next.tints.get(index)) return true;
  const [was, is] = [now.marks.get(index), next.marks.get(index)];
  if (was !== is && (was?.text !== is?.text || was?.spoken !== is?.spoken || was?.state !== is?.state))
    return true;
  const [left, entered] = [now.selection.row === index, next.selection.row === index];
  if (left !== entered) return true;
  return left && (now.selection.col !== next.selection.col || now.editing !== next.editing);
}
