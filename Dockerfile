# Serves Verity to others. Sign-in is required because the address is not loopback.
#   docker build -t verity . && docker run -p 4242:4242 -v verity-data:/data verity
FROM node:24-bookworm-slim AS build
WORKDIR /verity
COPY package.json package-lock.json .npmrc ./
COPY web/package.json web/
COPY scripts scripts
COPY bin bin
COPY src src
COPY web web
RUN node scripts/bootstrap.mjs serve

FROM node:24-bookworm-slim
RUN useradd --create-home --uid 10001 verity && mkdir /data && chown verity /data
WORKDIR /verity
COPY --from=build /verity /verity
USER verity
ENV VERITY_HOST=0.0.0.0 VERITY_DATA=/data PORT=4242
VOLUME /data
EXPOSE 4242
# Straight on Node 24: what the launcher would install is in the image.
CMD ["node_modules/node/bin/node", "--disable-warning=ExperimentalWarning", "src/app/main.ts", "start"]
