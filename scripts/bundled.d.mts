import type { Plugin } from "rolldown";
import type { UserConfig } from "tsdown";

export function bundledLicences(file: string): Plugin;
export function copyAssets(folder: string): void;
export function fromVendor(): Plugin;
export function vendorConfigs(licences: Plugin): UserConfig[];
