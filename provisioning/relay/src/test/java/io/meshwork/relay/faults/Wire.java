package io.meshwork.relay.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** What stands between clients and a broker, and treats their bytes as it is told. */
final class Wire implements AutoCloseable {
  private static final int STEP = 4096;
  private static final long STALL_NANOS = 5_000_000;

  /** One direction. */
  enum Mood {
    /** Bytes pass. */
    PASS,
    /** Bytes wait, and connections look alive. */
    STALL,
    /** A few hundred kilobytes a second. */
    SLOW
  }

  private final ServerSocket server;
  private final int upstream;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Mood toBroker = Mood.PASS;
  private volatile Mood toClient = Mood.PASS;

  Wire(int upstream) {
    this.upstream = upstream;
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void moods(Mood fromClientToBroker, Mood fromBrokerToClient) {
    toBroker = fromClientToBroker;
    toClient = fromBrokerToClient;
  }

  /** Ends every connection where it is, in the middle of a request as may be. */
  void cut() {
    sockets.forEach(Wire::end);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), upstream);
        sockets.add(client);
        sockets.add(broker);
        Thread.ofVirtual().start(() -> pump(client, broker, true));
        Thread.ofVirtual().start(() -> pump(broker, client, false));
      } catch (IOException e) {
        // The broker is away: its client sees a connection that ends, as without us.
        LockSupport.parkNanos(STALL_NANOS);
      }
    }
  }

  private void pump(Socket from, Socket to, boolean toTheBroker) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int sent = 0; sent < read; ) {
          int size = pass(Math.min(STEP, read - sent), read - sent, toTheBroker);
          out.write(buffer, sent, size);
          sent += size;
        }
      }
    } catch (IOException e) {
      // The other end has gone, or we cut it.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** How many bytes may go on now; waits while none may. */
  private int pass(int some, int all, boolean toTheBroker) {
    while (true) {
      switch (toTheBroker ? toBroker : toClient) {
        case PASS -> {
          return all;
        }
        case SLOW -> {
          LockSupport.parkNanos(2 * STALL_NANOS);
          return some;
        }
        case STALL -> LockSupport.parkNanos(STALL_NANOS);
      }
    }
  }

  private static void end(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
