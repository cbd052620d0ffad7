/**
 * Starts the page.
 */
import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/page.css";

const target = document.getElementById("app");
if (target !== null) mount(App, { target });

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  void navigator.serviceWorker.register("./service-worker.js").catch(() => undefined);
}
