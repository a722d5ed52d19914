// A page that is opened from a disk may start no Worker: the search then runs in a frame of the page. Nothing is fetched.
(() => {
  if (location.protocol !== "file:") return;
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = this.onerror = null;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inner = this.frame.contentWindow;
      const load = (src) =>
        new Promise((done, failed) => {
          const script = this.frame.contentDocument.createElement("script");
          script.src = new URL(src, location.href).href;
          script.onload = done;
          script.onerror = failed;
          this.frame.contentDocument.head.append(script);
        });
      inner.importScripts = (...all) => all.reduce((so, src) => so.then(() => load(src)), Promise.resolve());
      inner.postMessage = (data) => this.tell(data);
      this.ready = load(url);
      this.ready.catch((error) => this.onerror?.(error));
    }
    tell(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.frame.remove();
    }
  };
})();
