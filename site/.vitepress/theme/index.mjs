import DefaultTheme from "vitepress/theme";
import Lab from "./Lab.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("Lab", Lab);
  },
};
