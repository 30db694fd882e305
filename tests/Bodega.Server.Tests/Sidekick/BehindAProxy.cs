using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>A real nginx in front, which asks the surface whether somebody is signed in (contract §3.4). Skipped where none is installed.</summary>
public sealed class BehindAProxy
{
    private static readonly string? Nginx = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);

    [Theory, EachDatabase]
    public async Task Only_who_is_signed_in_gets_the_proxys_files(Database database)
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed");
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        await using var proxy = await Proxy.StartAsync(Nginx, shop.AddressOf("sidekick"), Path.Combine(shop.Directory, "nginx"));
        using var client = new Client(proxy.Address);
        var bearer = ("Authorization", $"Bearer {admin.Token}");
        (await client.GetAsync("/menu/", bearer)).ShouldBe(200, "private");
        (await client.GetAsync("/menu/")).ShouldBe(401);
        (await client.GetAsync("/menu/", ("Authorization", $"Bearer {admin.Token}x"))).ShouldBe(401);
        (await client.GetAsync("/api/perfil", bearer)).ShouldBe(200);
        (await client.GetAsync("/signed-in", bearer)).ShouldBe(404); // the proxy's own
        // Disabled a moment ago: out at the next question.
        var root = await SidekickClient.RootAsync(shop);
        (await root.DeleteAsync($"/api/empresas/{admin.CompanyId}")).ShouldBe(200);
        (await client.GetAsync("/menu/", bearer)).ShouldBe(401);
    }

    private sealed class Proxy(Process process, Uri address) : IAsyncDisposable
    {
        public Uri Address => address;

        public static async Task<Proxy> StartAsync(string nginx, Uri upstream, string directory)
        {
            Directory.CreateDirectory(Path.Combine(directory, "menu"));
            await File.WriteAllTextAsync(Path.Combine(directory, "menu", "index.html"), "private");
            for (var attempt = 1; ; attempt++)
            {
                var port = FreePort();
                var configuration = Path.Combine(directory, "nginx.conf");
                await File.WriteAllTextAsync(configuration, Configuration(directory, port, upstream));
                var start = new ProcessStartInfo(nginx) { UseShellExecute = false };
                foreach (var argument in new[] { "-c", configuration, "-p", directory, "-e", "stderr" }) start.ArgumentList.Add(argument);
                var proxy = new Proxy(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}")); // starts, or throws
                if (await proxy.IsUpAsync()) return proxy;
                await proxy.DisposeAsync();
                if (attempt == 3) throw new InvalidOperationException("nginx does not start."); // somebody may have taken the port
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        // nginx says nothing when it is ready: asked until it answers or ends.
        private async Task<bool> IsUpAsync()
        {
            using var client = new HttpClient();
            while (!process.HasExited)
            {
                try
                {
                    using var reply = await client.GetAsync(address);
                    return true;
                }
                catch (HttpRequestException)
                {
                    await Task.Yield();
                }
            }
            return false;
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private static string Configuration(string directory, int port, Uri upstream) => $$"""
            daemon off;
            worker_processes 1;
            pid {{directory}}/nginx.pid;
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            events {}
            http {
                access_log off;
                client_body_temp_path {{directory}}/body; proxy_temp_path {{directory}}/proxy; fastcgi_temp_path {{directory}}/fastcgi; uwsgi_temp_path {{directory}}/uwsgi; scgi_temp_path {{directory}}/scgi;
                server {
                    listen 127.0.0.1:{{port}};
                    location = / { return 204; }
                    location /api/ { proxy_pass http://{{upstream.Authority}}; }
                    location /menu/ { auth_request /signed-in; root {{directory}}; }
                    location = /signed-in {
                        internal;
                        proxy_pass http://{{upstream.Authority}}/api/auth/validacion;
                        proxy_pass_request_body off;
                        proxy_set_header Content-Length "";
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    }
                }
            }
            """;
    }
}
