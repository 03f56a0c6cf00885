// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds nginx and writes its configuration: one worker, tuned for files that do not change. */
final class Nginx {
  private static final List<String> PLACES =
      List.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx");

  private Nginx() {}

  /** The program, if it is installed. */
  static Stream<Path> program() {
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).limit(1);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Writes the configuration.
   *
   * @param folder for its files; {@code www} in it is what is served
   * @param listen parameters of the listening socket behind the port
   */
  static Path configure(Path folder, int port, String listen, Tls tls) throws IOException {
    Path www = Files.createDirectories(folder.resolve("www"));
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Path file = folder.resolve("nginx.conf");
    boolean root = "root".equals(System.getProperty("user.name"));
    return Files.writeString(
        file,
        """
        %s
        worker_processes 1; daemon off; pid %s; error_log %s error; worker_rlimit_nofile 65536;
        events { worker_connections 20000; multi_accept on; }
        http {
          access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; etag on; server_tokens off;
          keepalive_requests 100000000; keepalive_timeout 3600s; default_type video/mp4;
          open_file_cache max=200000 inactive=600s; open_file_cache_valid 600s;
          open_file_cache_min_uses 1; output_buffers 2 256k;
          client_body_temp_path %s; client_max_body_size 30m; client_body_buffer_size 256k;
          http2_max_concurrent_streams 256; http2_chunk_size 64k;
          ssl_protocols TLSv1.3; ssl_session_cache shared:s:4m; ssl_buffer_size 16k;
          ssl_certificate %s; ssl_certificate_key %s;
          server {
            listen 127.0.0.1:%d %s backlog=8192; root %s;
            location / { }
            location /live/ { open_file_cache off; dav_methods PUT DELETE; create_full_put_path on; }
            location /put/ { open_file_cache off; dav_methods PUT DELETE; create_full_put_path on; }
          }
        }
        """
            .formatted(
                root ? "user root;" : "",
                folder.resolve("nginx.pid"),
                folder.resolve("error.log"),
                temporary,
                tls.certificate(),
                tls.key(),
                port,
                listen,
                www));
  }
}
