package io.github.mysqlaborted.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Looks at a process each second until it is told to end. */
final class SizeSeries {

  private final long pid;
  private final CountDownLatch end = new CountDownLatch(1);
  private final FutureTask<List<ProcessSize>> looking = new FutureTask<>(this::look);

  private SizeSeries(long pid) {
    this.pid = pid;
  }

  static SizeSeries of(long pid) {
    SizeSeries series = new SizeSeries(pid);
    Thread thread = new Thread(series.looking, "sizes");
    thread.setDaemon(true);
    thread.start();
    return series;
  }

  private List<ProcessSize> look() throws IOException, InterruptedException {
    List<ProcessSize> sizes = new ArrayList<>();
    do {
      sizes.add(ProcessSize.of(pid));
    } while (!end.await(1, TimeUnit.SECONDS));
    return sizes;
  }

  /** Ends it; what was seen, in order. */
  List<ProcessSize> end() throws InterruptedException, IOException {
    end.countDown();
    try {
      return looking.get();
    } catch (ExecutionException e) {
      throw new IOException("the exporter is gone", e);
    }
  }

  /** The median of a quarter of the looks: 0 is the first one. */
  static long median(List<ProcessSize> sizes, int quarter, ToLongFunction<ProcessSize> value) {
    int from = sizes.size() * quarter / 4;
    int to = Math.max(from + 1, sizes.size() * (quarter + 1) / 4);
    List<Long> sorted = sizes.subList(from, to).stream().mapToLong(value).sorted().boxed().toList();
    return sorted.get(sorted.size() / 2);
  }
}
