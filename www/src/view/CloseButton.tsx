import { Icon } from "./Icon";

export function CloseButton({
  label = "Close",
  disabled = false,
  onClose,
}: {
  label?: string;
  disabled?: boolean;
  onClose: () => void;
}) {
  return (
    <button type="button" class="quiet" aria-label={label} disabled={disabled} onClick={onClose}>
      <Icon of="close" />
    </button>
  );
}
