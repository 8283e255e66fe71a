import type { Job, Presigned, ScheduleHead } from '../../shell/wire.ts';
import type { SaverApi } from './schedule-saver.ts';

/** One page as the service answers it. */
export interface ReviewPicture {
  page: number;
  /** null where none was drawn. */
  picture: (Presigned & { widthPoints: number; heightPoints: number }) | null;
}

/** All the review of one job asks of the service. */
export interface ReviewApi extends SaverApi {
  job(): Promise<Job>;
  heads(): Promise<ScheduleHead[]>;
  page(page: number): Promise<ReviewPicture>;
}
