/** The name, with the way home. */
export function Brand() {
  return (
    <a class="brand" href="/">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#1f4e68" />
        <path d="M8 10h16M8 16h16" stroke="#bfe0f2" stroke-width="2.4" stroke-linecap="round" />
        <path d="M8 22.2h7M8 25.4h7" stroke="#fff" stroke-width="1.6" stroke-linecap="round" />
        <path
          d="m18.6 23.2 2.6 2.6 4.4-5.2"
          fill="none"
          stroke="#7be0ae"
          stroke-width="2.6"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      LedgerLift
    </a>
  );
}
