# Builds the console and runs it as a user without rights. etcd is not in it: ETCD_ENDPOINTS says where it is.
FROM node:24.22.3-bookworm-slim AS build
WORKDIR /rollcall
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24.22.3-bookworm-slim
WORKDIR /rollcall
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 ROLLCALL_DATA_DIR=/data
RUN mkdir /data && chown node:node /data
COPY --from=build /rollcall/package.json /rollcall/next.config.ts ./
COPY --from=build /rollcall/node_modules node_modules
COPY --from=build /rollcall/.next .next
COPY --from=build /rollcall/public public
COPY --from=build /rollcall/dist dist
COPY --from=build /rollcall/scripts scripts
COPY --from=build /rollcall/examples examples
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "scripts/start.mjs"]
