/** The entry point of the window. */

import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/tokens.css";
import "./styles/controls.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (target !== null) mount(App, { target });
