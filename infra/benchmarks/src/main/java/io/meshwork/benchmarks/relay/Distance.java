package io.meshwork.benchmarks.relay;

import io.meshwork.local.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between clients and a broker as a long way would: every byte arrives so much later as the
 * way takes, and each connection carries as much as is sent, however long the way. It reads at once
 * what is sent, so windows of TCP, which a real long way needs to be large, are no limit here.
 * Counts what passes.
 */
final class Distance implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  /** What may be on its way in one direction of a connection: far more than anybody sends. */
  private static final int ON_ITS_WAY = 48 << 20;

  private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

  private final int brokerPort = Loopback.quietPort();
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final LongAdder toBroker = new LongAdder();
  private final LongAdder toClients = new LongAdder();
  private volatile long wayNanos;

  /** Bytes that arrive together at a moment; none: the end. */
  private static final class Piece {
    final byte[] bytes;
    final long dueNanos;

    Piece(byte[] bytes, long dueNanos) {
      this.bytes = bytes;
      this.dueNanos = dueNanos;
    }
  }

  Distance() {
    try {
      server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where clients connect. */
  int port() {
    return server.getLocalPort();
  }

  /** Where the broker listens. */
  int brokerPort() {
    return brokerPort;
  }

  /** From now on the way there and back takes this long. */
  void roundTrip(Duration time) {
    wayNanos = time.toNanos() / 2;
  }

  /** Bytes that went to the broker so far. */
  long toBroker() {
    return toBroker.sum();
  }

  /** Bytes that came from the broker so far. */
  long toClients() {
    return toClients.sum();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // This has been closed.
        LockSupport.parkNanos(CHUNK);
      }
    }
  }

  /** A broker that is not there yet is waited for. */
  private void connect(Socket client) {
    while (!server.isClosed()) {
      try {
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        sockets.add(broker);
        carry(client, broker, toBroker);
        carry(broker, client, toClients);
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void carry(Socket from, Socket to, LongAdder count) {
    LinkedBlockingQueue<Piece> way = new LinkedBlockingQueue<>();
    Semaphore room = new Semaphore(ON_ITS_WAY);
    Thread.ofVirtual().start(() -> enter(from, way, room));
    Thread.ofVirtual().start(() -> leave(from, to, way, room, count));
  }

  private void enter(Socket from, LinkedBlockingQueue<Piece> way, Semaphore room) {
    byte[] buffer = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        room.acquireUninterruptibly(read);
        byte[] bytes = new byte[read];
        System.arraycopy(buffer, 0, bytes, 0, read);
        way.add(new Piece(bytes, System.nanoTime() + wayNanos));
      }
    } catch (IOException e) {
      // It has ended, which the other side learns now.
    }
    way.add(new Piece(new byte[0], System.nanoTime() + wayNanos));
  }

  private void leave(
      Socket from, Socket to, LinkedBlockingQueue<Piece> way, Semaphore room, LongAdder count) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      while (true) {
        Piece next = way.take();
        for (long left = next.dueNanos - System.nanoTime();
            left > 0;
            left = next.dueNanos - System.nanoTime()) {
          TimeUnit.NANOSECONDS.sleep(left);
        }
        if (next.bytes.length == 0) {
          return;
        }
        out.write(next.bytes);
        count.add(next.bytes.length);
        room.release(next.bytes.length);
      }
    } catch (IOException e) {
      // The other end has gone; both are closed now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Whoever waits for room finds a closed socket next.
      room.release(ON_ITS_WAY);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
