import { Button } from '../shell/button.tsx';
import { formatTime } from '../shell/format-time.ts';
import { saveAs } from '../shell/save-as.ts';
import type { Certificate } from '../shell/wire.ts';

/** The signed statement that a job is gone, and how to keep and check it. */
export function CertificateView({ certificate }: { certificate: Certificate }) {
  const save = (): void => {
    const text = `${JSON.stringify(certificate, null, 2)}\n`;
    saveAs(new Blob([text], { type: 'application/json' }), `certificate-${certificate.deletionId}.json`);
  };
  const facts: [string, string][] = [
    ['Deletion', certificate.deletionId],
    ['Asked for', formatTime(certificate.requestedAt, { seconds: true })],
    ['Store seen empty', formatTime(certificate.seenEmptyAt, { seconds: true })],
    ['Completed', formatTime(certificate.completedAt, { seconds: true })],
    ['Objects erased', String(certificate.objects)],
    ['Rows erased', String(certificate.rows)],
    ['SHA-256 of the manifest', certificate.manifestSha256],
    ['Signature (Ed25519)', certificate.signature],
    ['Public key', certificate.publicKey],
  ];
  return (
    <section class="panel inset" aria-labelledby="certificate">
      <h2 id="certificate">Certificate</h2>
      <dl class="facts-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        <Button class="button-primary" onClick={save}>
          Download the certificate
        </Button>
        <span class="soft small">
          <code>ledgerlift verify-certificate FILE</code> checks it offline. It names nobody.
        </span>
      </div>
    </section>
  );
}
