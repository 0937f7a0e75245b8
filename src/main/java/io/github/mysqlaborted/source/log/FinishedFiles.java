package io.github.mysqlaborted.source.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Files that were read to their end, or are older than the first look, and are never read again
 * under another name: renamed, copied, restored. They are known by how they begin.
 */
final class FinishedFiles {

  /** More are not needed: only files younger than the last known one are ever asked for. */
  private static final int MOST = 64;

  private final Deque<FileIdentity> identities = new ArrayDeque<>();

  void addAll(Collection<FileIdentity> more) {
    more.forEach(this::add);
  }

  /** Remembers a file; one of which nothing was read has no identity and cannot be. */
  void add(FileIdentity identity) {
    if (identity.headLength() == 0 || identities.contains(identity)) {
      return;
    }
    if (identities.size() == MOST) {
      identities.removeFirst();
    }
    identities.addLast(identity);
  }

  boolean contain(FileChannel channel) throws IOException {
    for (FileIdentity identity : identities) {
      if (identity.isHeadOf(channel)) {
        return true;
      }
    }
    return false;
  }

  List<FileIdentity> toList() {
    return List.copyOf(identities);
  }
}
