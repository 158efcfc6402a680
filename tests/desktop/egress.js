// Every known way out of a page, each to its own port.
//
// egress.py puts `PORTS` before this. Each way is tried even if those before it
// fail, and the page's title says when all have been tried.
addEventListener("DOMContentLoaded", () => {
  const to = (way, path = "") => `http://127.0.0.1:${PORTS[way]}/${path}`;
  const put = (name, attributes, parent = document.head) => {
    const element = Object.assign(document.createElement(name), attributes);
    parent.append(element);
    return element;
  };
  const ways = {
    image: () => put("img", { src: to("image") }, document.body),
    fetch: () => fetch(to("fetch"), { mode: "no-cors" }).catch(() => {}),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open("GET", to("xhr"));
      request.send();
    },
    beacon: () => navigator.sendBeacon(to("beacon"), "text"),
    websocket: () => new WebSocket(`ws://127.0.0.1:${PORTS.websocket}/`),
    script: () => put("script", { src: to("script") }),
    style: () => put("link", { rel: "stylesheet", href: to("style") }),
    frame: () => put("iframe", { src: to("frame") }, document.body),
    preconnect: () => put("link", { rel: "preconnect", href: to("preconnect") }),
    prefetch: () => put("link", { rel: "prefetch", href: to("prefetch") }),
    webrtc: async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${PORTS.webrtc}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    },
    form: () => put("form", { method: "post", action: to("form") }, document.body).submit(),
    refresh: () => put("meta", { httpEquiv: "refresh", content: `0;url=${to("refresh")}` }),
    location: () => (location.href = to("location")),
    link: () => put("a", { href: to("link"), textContent: "a link" }, document.body).click(),
    window: () => window.open(to("window")),
  };
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  void (async () => {
    for (const way of Object.keys(ways)) {
      try {
        await ways[way]();
      } catch {
        // Refused, as it should be.
      }
      await wait(400);
    }
    document.title = "Every way was tried";
  })();
});
