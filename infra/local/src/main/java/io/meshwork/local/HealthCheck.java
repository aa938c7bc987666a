package io.meshwork.local;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;

/** Asks a process whether it is ready for work; any failure to answer means no. */
@FunctionalInterface
interface HealthCheck {
  /** How long one question may take. */
  int LIMIT_MILLIS = 2000;

  /** Whether the process answers as it should. Blocks for at most {@link #LIMIT_MILLIS} a step. */
  boolean ready();

  /** Ready when the address on loopback answers 200. */
  static HealthCheck http(int port, String path) {
    return () -> {
      try {
        var uri = URI.create("http://" + Loopback.HOST + ":" + port + path);
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
          return connection.getResponseCode() == 200;
        } finally {
          connection.disconnect();
        }
      } catch (IOException e) {
        return false;
      }
    };
  }

  /** Ready when the broker answers the one question that needs no login: which calls it knows. */
  static HealthCheck kafka(int port) {
    return () -> {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(Loopback.address(), port), LIMIT_MILLIS);
        socket.setSoTimeout(LIMIT_MILLIS);
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(10);
        out.writeShort(18); // ApiVersions
        out.writeShort(0);
        out.writeInt(1);
        out.writeShort(-1);
        out.flush();
        var in = new DataInputStream(socket.getInputStream());
        return in.readInt() >= 6 && in.readInt() == 1 && in.readShort() == 0;
      } catch (IOException e) {
        return false;
      }
    };
  }
}
