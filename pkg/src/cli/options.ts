import type { Option } from "./command.js";

export const context: Option = {
  value: "FILE",
  about: "what is known of the gateway: policies, APIs, certificates, settings, as JSON",
};
