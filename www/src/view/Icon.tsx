const shapes = {
  error: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.75v3.75M8 11v.01" />
    </>
  ),
  warning: <path d="M8 2 1.75 13.25h12.5zM8 6.5v3M8 11.4v.01" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 7.5v3.5M8 5v.01" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.25 8.25 2 2 3.5-4" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  undo: <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3" />,
  download: <path d="M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
};

/** A shape of one size. With a label it says something by itself, without one it stands beside words. */
export function Icon(props: { of: keyof typeof shapes; label?: string; class?: string }) {
  const { label } = props;
  return (
    <svg
      viewBox="0 0 16 16"
      class={props.class}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={!label}
    >
      {shapes[props.of]}
    </svg>
  );
}

export const severityClass = { error: "err", warning: "warn", info: "note" } as const;
export const severityLabel = { error: "error", warning: "warning", info: "note" } as const;
