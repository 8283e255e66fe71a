import { Button } from '../shell/button.tsx';
import { formatBytes } from '../shell/format-bytes.ts';
import { JobStatus } from '../shell/job-status.tsx';
import { plural } from '../shell/plural.ts';
import type { Job } from '../shell/wire.ts';
import type { Stage, Upload } from '../upload/upload.ts';
import { removeUpload, retryUpload } from '../upload/uploads.ts';
import { CancelButton } from './cancel-button.tsx';
import { isAtWork } from './is-at-work.ts';
import { JobProgress } from './job-progress.tsx';

interface UploadRowProps {
  upload: Upload;
  /** Null until it is started, and the list has told of it. */
  job: Job | null;
  /** After something was asked for. */
  onChange: () => void;
}

const words: Record<Stage, string> = {
  waiting: 'Waiting for its turn',
  hashing: 'Computing its checksum',
  announcing: 'Announcing',
  sending: 'Uploading',
  starting: 'Starting',
  started: 'Uploaded',
  failed: 'Not uploaded',
  stopped: 'Stopped',
};

/** One file: its upload, then its job. */
export function UploadRow({ upload, job, onChange }: UploadRowProps) {
  const { file, jobId } = upload;
  const stage = upload.stage.value;
  return (
    <li class="upload">
      <div class="upload-head">
        <div>
          {stage === 'started' ? (
            <a class="row-name" href={`/jobs/${jobId.value ?? ''}`}>
              {file.name}
            </a>
          ) : (
            <span class="row-name">{file.name}</span>
          )}
          <span class="row-facts">{factsOf(upload, job)}</span>
        </div>
        <Actions upload={upload} job={job} onChange={onChange} />
      </div>
      <State upload={upload} job={job} />
    </li>
  );
}

function factsOf({ file, choices, stage }: Upload, job: Job | null): string {
  const pages = job?.pages.count ?? null;
  return [
    formatBytes(file.size),
    ...(choices.pages === undefined ? [] : [`pages ${choices.pages}`]),
    ...(stage.value === 'started' && pages !== null ? [plural(pages, 'page')] : []),
    ...(stage.value === 'started' ? [] : [words[stage.value]]),
  ].join(' · ');
}

function State({ upload, job }: Omit<UploadRowProps, 'onChange'>) {
  const { file, sentBytes, problem } = upload;
  const stage = upload.stage.value;
  if (stage === 'sending')
    return (
      <progress aria-label={`Upload of ${file.name}`} max={Math.max(1, file.size)} value={sentBytes.value} />
    );
  if (stage === 'failed')
    return (
      <p class="fault" role="alert">
        {problem.value?.detail}
        {problem.value?.traceId ? <span class="soft small"> Trace id {problem.value.traceId}</span> : null}
      </p>
    );
  if (stage !== 'started' || job === null) return null;
  if (isAtWork(job)) return <JobProgress job={job} />;
  return job.error === null ? null : <p class="fault">{job.error.detail}</p>;
}

function Actions({ upload, job, onChange }: UploadRowProps) {
  const stage = upload.stage.value;
  const { name } = upload.file;
  if (stage === 'started')
    return (
      <div class="actions">
        {job === null ? <span class="status status-busy">Uploaded</span> : <JobStatus job={job} />}
        {job !== null && isAtWork(job) ? <CancelButton job={job} onChange={onChange} /> : null}
        <a class="button" href={`/jobs/${upload.jobId.value ?? ''}`}>
          Open <span class="unseen">{name}</span>
        </a>
      </div>
    );
  return (
    <div class="actions">
      {stage === 'failed' ? (
        <Button onClick={() => retryUpload(upload)} of={name}>
          Try again
        </Button>
      ) : null}
      <Button class="button-plain" onClick={() => removeUpload(upload)} of={name}>
        {stage === 'failed' ? 'Remove' : 'Cancel'}
      </Button>
    </div>
  );
}
