/** The lab's frame in a cell. Between it and Python stand the traits of the model; every message to and from the frame carries the token. */
export default {
  render({ model, el }) {
    const url = model.get("_url");
    const token = model.get("_token");
    const frame = document.createElement("iframe");
    frame.title = "qntk lab";
    frame.src = `${url}?embed=${token}${model.get("address")}`;
    frame.style.cssText = `width: 100%; height: ${model.get("height")}px; border: 1px solid #8884; border-radius: 4px`;
    el.append(frame);

    /** The state that the page has told of last: what differs from it is what Python asks for. */
    let told = {};
    let toldPlaying = true;
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const ask = (message) => frame.contentWindow?.postMessage({ ...message, qntk: token }, new URL(url).origin);

    function heard({ source, data }) {
      if (source !== frame.contentWindow || data?.qntk !== token) return;
      const first = Object.keys(told).length === 0;
      if (data.state !== undefined) {
        told = data.state;
        if (first) begin();
        else model.set("state", data.state);
      }
      if (data.reading !== undefined) {
        toldPlaying = data.reading.playing;
        model.set("playing", toldPlaying);
      }
      for (const name of ["address", "reading", "refused"]) if (data[name] !== undefined) model.set(name, data[name]);
      model.save_changes();
    }

    /** The page is there: it gets the run it is to show, or its configuration, and what Python has asked for meanwhile. */
    function begin() {
      const run = model.get("_run");
      const zip = run && (run.buffer ?? run);
      if (zip?.byteLength > 0)
        ask({ run: { name: model.get("_name"), zip: zip.slice(run.byteOffset ?? 0, (run.byteOffset ?? 0) + run.byteLength) } });
      const asked = model.get("state");
      if (Object.keys(asked).length > 0 && !same(asked, told)) set();
      else model.set("state", told);
    }

    function set() {
      const asked = Object.entries(model.get("state")).filter(([name, value]) => !same(value, told[name]));
      if (asked.length > 0) ask({ set: Object.fromEntries(asked) });
    }

    const play = () => model.get("playing") !== toldPlaying && ask({ playing: model.get("playing") });
    const size = () => {
      frame.style.height = `${model.get("height")}px`;
    };
    const ready = (does) => () => Object.keys(told).length > 0 && does();
    const changes = { "change:state": ready(set), "change:playing": ready(play), "change:height": size };
    for (const [event, does] of Object.entries(changes)) model.on(event, does);
    window.addEventListener("message", heard);
    return () => {
      window.removeEventListener("message", heard);
      for (const [event, does] of Object.entries(changes)) model.off(event, does);
    };
  },
};
