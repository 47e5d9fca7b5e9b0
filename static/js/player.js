/* Plays a recorded lesson and reports to the server what was played. The server alone decides what counts. */
"use strict";

(() => {
  const box = document.querySelector("[data-player]");
  if (!box || "closed" in box.dataset) {
    return;
  }
  const data = box.dataset;
  const video = box.querySelector("video");
  const [said, ask, here, watchedText] = ["said", "ask", "here", "watched"].map((name) => box.querySelector(`[data-${name}]`));
  const strip = box.querySelector("[data-strip]");
  const highest = Number(data.rate);
  const mayPass = data.seek === "1";
  let furthest = Number(data.furthest);
  let visit = null; // its number, once the server has given one
  let beginning = null; // the promise of one
  let sequence = 0;
  let rolling = false; // the video has played without a break since the last report
  let lastPlace = Number(data.resume); // where it stood when it was seen playing last
  let lastRate = 1;
  let lastTouch = performance.now();
  let chain = Promise.resolve(); // reports go out one after the other
  let waiting = false; // a question is open
  let stopped = false; // another device has taken over
  let percent = 0;
  let provedTo = 0; // where the last proof ended

  const say = (text) => { said.textContent = text || ""; };
  const place = () => Math.round(video.currentTime * 1000);
  const pause = (ms) => new Promise((resolve) => { window.setTimeout(resolve, ms); });
  const newNumber = () => ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  const addressOf = (template) => template.replace("/0/", `/${visit}/`);

  const post = async (address, body) => {
    const response = await fetch(address, {method: "POST", keepalive: true, credentials: "same-origin", redirect: "error", headers: {"Content-Type": "application/json", "X-CSRFToken": data.csrf}, body: JSON.stringify(body)});
    if (response.status >= 500) {
      throw new TypeError("try again");
    }
    if (!response.ok) {
      stopped = true;
      video.pause();
      say(data.saySignedOut);
      return null;
    }
    return response.json();
  };

  // A lost connection: the same request again, under the same number, until it arrives. The video waits for it.
  const insist = async (address, body) => {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await post(address, body);
        if (tries) {
          say("");
        }
        return answer;
      } catch (_error) {
        if (tries >= 1) {
          say(data.sayOffline);
          video.pause();
        }
        await pause(Math.min(1000 * 2 ** tries, 15000));
      }
    }
  };

  const begin = () => {
    if (!beginning) {
      const number = newNumber();
      beginning = insist(data.visits, {client_id: number}).then((answer) => {
        if (answer) {
          visit = answer.visit;
          sequence = 0;
          furthest = Math.max(furthest, answer.furthest);
        }
        return answer;
      });
    }
    return beginning;
  };

  const paint = (from, until) => {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    part.setAttribute("class", "watch-done");
    part.setAttribute("x", from / 1000);
    part.setAttribute("y", 0);
    part.setAttribute("width", (until - from) / 1000);
    part.setAttribute("height", 10);
    strip.append(part);
  };

  const heed = (answer, number) => {
    if (!answer || number !== visit) {
      return;
    }
    furthest = Math.max(furthest, answer.furthest);
    percent = Math.floor(answer.watched * 100 / Number(data.total));
    watchedText.textContent = data.sayWatched.replace("{percent}", percent);
    if (answer.granted) {
      provedTo = answer.granted[1];
      paint(...answer.granted);
    }
    if (answer.said) {
      say(answer.said);
    }
    if (answer.verdict === "jump") {
      rolling = false;
      video.currentTime = furthest / 1000;
    } else if (answer.verdict === "closed") {
      visit = beginning = null;
      rolling = false;
      if (!video.paused) {
        start();
      }
    } else if (answer.verdict === "superseded") {
      stopped = true;
      video.pause();
      here.hidden = false;
    }
    if (answer.question) {
      put(answer.question);
    }
  };

  const report = (played, at = place(), rate = video.playbackRate, visible = !document.hidden) => {
    const number = visit;
    const idle = Math.round(performance.now() - lastTouch);
    chain = chain.then(() => {
      if (!visit || stopped || number !== visit) {
        return null;
      }
      sequence += 1;
      return insist(addressOf(data.reports), {sequence, position: Math.max(at, 0), rate, played, visible, idle, sent_at: Date.now()});
    }).then((answer) => heed(answer, number));
    return chain;
  };

  const start = async () => {
    const from = place(); // the video runs on while the visit begins: that stretch is told by the next report
    lastPlace = from;
    lastRate = video.playbackRate;
    rolling = true;
    if (await begin() && !stopped && rolling) {
      report(false, from);
    }
  };

  // The server's clock runs a little behind the video: a moment later it has time for the last of it too.
  const trail = (number, at, tries) => {
    chain = chain.then(() => (provedTo < at && number === visit && !rolling && !waiting ? pause(1000) : null));
    return chain.then(() => {
      if (provedTo >= at || !tries || number !== visit || rolling || waiting || stopped) {
        return chain;
      }
      report(true, at, lastRate, true);
      return trail(number, at, tries - 1);
    });
  };

  const halt = (at) => {
    if (!rolling) {
      return chain;
    }
    rolling = false;
    report(true, at, lastRate, true); // what was played until now was in sight
    return trail(visit, at, 3);
  };

  const put = (question) => {
    if (waiting) {
      return;
    }
    waiting = true;
    rolling = false;
    video.pause();
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else if (video.webkitDisplayingFullscreen) {
      video.webkitExitFullscreen();
    }
    box.querySelector("[data-question]").textContent = question.text;
    box.querySelector("[data-choices]").replaceChildren(...question.choices.map((choice, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline";
      button.textContent = choice;
      button.addEventListener("click", () => reply(question, index));
      return button;
    }));
    ask.showModal();
  };

  const reply = async (question, index) => {
    const answer = await insist(addressOf(data.answers), {question: question.id, choice: index});
    waiting = false;
    ask.close();
    lastTouch = performance.now();
    if (answer) {
      say(answer.right === null ? "" : answer.right ? data.sayRight : data.sayWrong.replace("{answer}", answer.answer));
      video.play();
    }
  };

  ask.addEventListener("cancel", (event) => event.preventDefault());
  video.addEventListener("loadedmetadata", () => { video.currentTime = lastPlace / 1000; }, {once: true});
  video.addEventListener("play", () => {
    if (stopped || waiting) {
      video.pause();
    } else if (!said.textContent || visit) {
      say("");
    }
  });
  const goOn = () => {
    if (!rolling && !stopped && !waiting && !video.paused && !video.seeking) {
      start();
    }
  };
  video.addEventListener("playing", goOn);
  video.addEventListener("seeked", goOn);
  video.addEventListener("timeupdate", () => {
    if (rolling && !video.seeking) {
      lastPlace = place();
    }
  });
  video.addEventListener("pause", () => { if (!video.seeking) { halt(place()); } });
  video.addEventListener("waiting", () => halt(lastPlace));
  video.addEventListener("seeking", () => {
    halt(lastPlace);
    if (!mayPass && place() > Math.max(furthest, lastPlace) + 1000) {
      video.currentTime = Math.max(furthest, lastPlace) / 1000;
      say(data.sayAhead);
    }
  });
  video.addEventListener("ratechange", () => {
    if (rolling) {
      report(true, place(), lastRate);
    }
    if (video.playbackRate > highest) {
      video.playbackRate = highest;
      say(data.sayRate);
    }
    lastRate = video.playbackRate;
  });
  video.addEventListener("ended", async () => {
    await halt(place());
    if (visit && !stopped) {
      await insist(addressOf(data.end), {});
      visit = beginning = null;
      say(percent >= 99 ? data.sayEnded : data.sayLeft);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !video.paused) {
      video.pause();
      say(data.sayHidden);
    }
  });
  window.addEventListener("pagehide", () => halt(place()));
  ["pointermove", "pointerdown", "keydown", "touchstart", "wheel"].forEach((kind) => document.addEventListener(kind, () => { lastTouch = performance.now(); }, {passive: true}));
  here.addEventListener("click", () => {
    visit = beginning = null;
    stopped = false;
    here.hidden = true;
    say("");
    video.play();
  });
  window.setInterval(() => {
    if (rolling && !video.seeking) {
      report(true);
    }
  }, Number(data.beat));
})();
