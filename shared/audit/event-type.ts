/** Everything the trail can say of a job; a closed list, the seed's names first. */
export type EventType =
  | 'ENQUEUED'
  | 'STARTED'
  | 'EXTRACTED'
  | 'EXPORTED'
  | 'ERROR'
  | 'DELETION_REQUESTED'
  | 'DELETION_COMPLETED'
  | 'CANCELLED'
  | 'PARTIAL_CANCEL'
  | 'CREATED'
  | 'CANCEL_REQUESTED'
  | 'EXPORT_REQUESTED'
  | 'RETRIED'
  | 'COST_DIVERGENCE';
