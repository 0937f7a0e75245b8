package io.github.mysqlaborted.diagnosis;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.event.Reason;
import java.util.ArrayList;
import java.util.List;

/** R46: a client that could log in before, and is refused now. */
final class OldCredentials implements Rules {

  /** Once or twice is a typing mistake. */
  private static final int LEAST = 3;

  @Override
  public List<Explanation> explain(List<Incident> open, Known known) {
    List<Explanation> explanations = new ArrayList<>();
    List<Incident> denied =
        open.stream().filter(incident -> incident.reason() == Reason.ACCESS_DENIED).toList();
    Groups.by(denied, Incident::client)
        .forEach(
            (client, incidents) -> {
              boolean isOld =
                  incidents.size() >= LEAST
                      && known.loggedIn().contains(client)
                      && Hosts.isPrivate(client.host());
              if (isOld) {
                explanations.add(
                    new Explanation(
                        "R46",
                        Cause.STALE_CREDENTIALS,
                        Certainty.LIKELY,
                        incidents,
                        Sentences.account(client)
                            + " was refused "
                            + Sentences.number(incidents.size())
                            + " times"
                            + "; the log shows that it has logged in from there too: its password"
                            + " was changed, and this client has the old one.",
                        "A typing mistake is made once or twice.",
                        "When the password was changed (password_last_changed in mysql.user)."));
              }
            });
    return explanations;
  }
}
