package io.github.mysqlaborted.web;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.check.Compared;
import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.follow.LogView;
import io.github.mysqlaborted.scrape.LastAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an exporter knows at one moment, for its page. No server is asked for it.
 *
 * @param server the address of the server that is watched; empty if only logs are read, or nothing
 *     but {@code /probe} is answered
 * @param answer what that server said last
 * @param wantsLog whether a log is read, or looked for
 * @param log what it told
 * @param checked whether all could be checked
 * @param findings what is wrong with the logs, by server; the one that is watched comes first
 * @param compared the counters of the server beside the counts of the log
 * @param probed how many servers were asked through {@code /probe}; empty if none may be
 */
public record Watched(
    Optional<String> server,
    LastAnswer.State answer,
    boolean wantsLog,
    LogView log,
    boolean checked,
    Map<String, List<Finding>> findings,
    Optional<Compared> compared,
    Optional<Integer> probed) {

  public Watched {
    requireNonNull(server, "server");
    requireNonNull(answer, "answer");
    requireNonNull(log, "log");
    requireNonNull(compared, "compared");
    requireNonNull(probed, "probed");
  }
}
