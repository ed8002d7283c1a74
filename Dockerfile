# docker build -t stet . && docker run -d --name stet --volume stet:/data stet
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY crawler crawler
COPY scheduler scheduler
RUN python -m venv /opt/stet && /opt/stet/bin/pip install --no-cache-dir .

FROM python:3.11-slim
COPY --from=build /opt/stet /opt/stet
# A home that is made with the user gets the files of a shell.
RUN useradd --system --uid 10001 --home-dir /data stet && install -d -o stet -g stet /data
USER stet
WORKDIR /data
VOLUME /data
ENV PATH=/opt/stet/bin:$PATH STET_DATA=/data PYTHONUNBUFFERED=1
EXPOSE 8000
# The daemon touches its lock every half minute, but not while a round hangs.
HEALTHCHECK --interval=1m --start-period=1m CMD test -n "$(find /data/daemon.lock -mmin -10)"
CMD ["stet", "run", "--log", "json"]
