/** The loudness of a recording over its length, from the few hundred peaks that the server keeps. */
export function Wave({ peaks }: { peaks: readonly number[] }) {
  const highest = Math.max(1, ...peaks);
  if (peaks.length === 0) return null;
  const path = peaks
    .map((peak, at) => {
      const half = (peak / highest) * 28;
      return `M${at} ${30 - half}V${30 + half}`;
    })
    .join("");
  return (
    <svg
      class="wave"
      viewBox={`-1 0 ${peaks.length + 1} 60`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
