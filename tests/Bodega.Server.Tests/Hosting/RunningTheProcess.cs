using System.Net.Sockets;
using System.Text;
using Bodega.Server.Tests.Harness;

namespace Bodega.Server.Tests.Hosting;

public sealed class RunningTheProcess : IDisposable
{
    private readonly string _folder = BodegaProcess.NewFolder();

    [Fact]
    public async Task Serves_with_no_settings_shows_the_password_once_and_ends_with_0()
    {
        using (var server = await BodegaProcess.ServeAsync(_folder, []))
        {
            using var health = new Client(server.AddressOf("Back office"));
            (await health.GetAsync("/health/live")).ShouldBe(200, "ok");
            (await health.GetAsync("/health/ready")).ShouldBe(200, "ready");
            var password = System.Text.RegularExpressions.Regex.Match(server.Output, "password (?<it>[A-Za-z0-9]{20}) ", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["it"].Value;
            using var till = new Client(server.AddressOf("StockManager"));
            (await till.PostAsync("/api/login", $$"""{"username":"root","password":"{{password}}"}""")).ShouldBe(200);
            Assert.True(File.Exists(Path.Combine(_folder, "data", "bodega.db")));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_folder, "data")));
            server.Terminate();
            Assert.Equal(0, (await server.EndAsync()).Code);
        }
        using var again = await BodegaProcess.ServeAsync(_folder, ["serve"]);
        Assert.DoesNotContain("password ", again.Output, StringComparison.Ordinal);
        again.Terminate();
        Assert.Equal(0, (await again.EndAsync()).Code);
    }

    [Fact]
    public async Task Answers_what_is_under_way_before_it_ends()
    {
        using var server = await BodegaProcess.ServeAsync(_folder, []);
        var address = server.AddressOf("StockManager");
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var wire = socket.GetStream();
        const string body = """{"username":"nobody","password":"nothing"}""";
        // 100-continue tells us that the request is being handled before we ask the server to stop.
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/login HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n"), TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 100", await ReadAsync(wire), StringComparison.Ordinal);
        server.Terminate();
        await ClosedAsync(server.AddressOf("Back office"));
        await wire.WriteAsync(Encoding.ASCII.GetBytes(body), TestContext.Current.CancellationToken);
        var reply = await ReadAsync(wire);
        Assert.StartsWith("HTTP/1.1 401", reply, StringComparison.Ordinal);
        var ended = await server.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Errors.Trim()));
    }

    [Theory]
    [InlineData("Admin__Password", "short", "Admin__Password")]
    [InlineData("ConnectionStrings__Bodega", "nonsense", "ConnectionStrings__Bodega")]
    [InlineData("ConnectionStrings__Bodega", "Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=d", "ConnectionStrings__Bodega")]
    [InlineData("Apis__StockManager__Tenant", "nowhere", "Apis__StockManager__Tenant")]
    [InlineData("Apis__StockManager__Url", "ftp://x", "Apis__StockManager__Url")]
    [InlineData("JWT_SECRET_KEY", "tooshort", "Keys__Sidekick")]
    [InlineData("TrustedProxies__0", "proxy", "TrustedProxies")]
    [InlineData("RateLimits__Enabled", "perhaps", "RateLimits__Enabled")]
    public async Task A_bad_setting_stops_the_start_and_names_itself(string name, string value, string named)
    {
        var ended = await BodegaProcess.RunAsync(_folder, [], null, (name, value));
        Assert.Equal(1, ended.Code);
        Assert.Contains(named, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_a_sentence()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        var ended = await BodegaProcess.RunAsync(_folder, [], null, ("BackOffice__Url", $"http://127.0.0.1:{port}"));
        Assert.Equal(1, ended.Code);
        Assert.Contains($"127.0.0.1:{port}", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_migrate_make_accounts_and_examine()
    {
        Assert.Contains("pending 0001_first", (await BodegaProcess.RunAsync(_folder, ["migrate", "--pending"])).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await BodegaProcess.RunAsync(_folder, ["doctor"])).Code);
        Assert.Contains("applied 0001_first", (await BodegaProcess.RunAsync(_folder, ["migrate"])).Output, StringComparison.Ordinal);
        Assert.Contains("up to date", (await BodegaProcess.RunAsync(_folder, ["migrate"])).Output, StringComparison.Ordinal);
        using (var server = await BodegaProcess.ServeAsync(_folder, ["--demo"]))
        {
            using var till = new Client(server.AddressOf("StockManager"));
            (await till.PostAsync("/api/login", """{"username":"vendedor","password":"vendedor1"}""")).ShouldBe(200);
            server.Terminate();
            // The table may still be on its way while the server already answers: read it when all of it is there.
            var ended = await server.EndAsync();
            Assert.Equal(0, ended.Code);
            Assert.Contains("root / yourpassword", ended.Output, StringComparison.Ordinal);
        }
        Assert.Equal((0, "Every row keeps every rule."), await DoctorAsync());
        Assert.Contains("(user ", (await BodegaProcess.RunAsync(_folder, ["account", "add", "ana", "ana@example.com", "--role", "admin"], "secreto1")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await BodegaProcess.RunAsync(_folder, ["account", "add", "ana", "ana@example.com"], "secreto1")).Code);
        Assert.Equal(1, (await BodegaProcess.RunAsync(_folder, ["account", "add", "eva", "eva@example.com"], "")).Code);
        Assert.Matches("shown only now: [A-Za-z0-9]{20}", (await BodegaProcess.RunAsync(_folder, ["account", "password", "ana", "--generate"])).Output);
        Assert.Equal(1, (await BodegaProcess.RunAsync(_folder, ["account", "password", "nobody", "--generate"])).Code);
        Assert.Equal(1, (await BodegaProcess.RunAsync(_folder, ["nonsense"])).Code);
        foreach (var verb in new[] { "serve", "migrate", "account add", "account password", "import products", "doctor" })
            Assert.Contains("Usage:", (await BodegaProcess.RunAsync(_folder, [.. verb.Split(' '), "--help"])).Output, StringComparison.Ordinal);

        var provider = new Bodega.Data.Sqlite.SqliteProvider($"Data Source={Path.Combine(_folder, "data", "bodega.db")}");
        await using (var shell = await provider.OpenAsync(TestContext.Current.CancellationToken))
        {
            await using var command = shell.CreateCommand();
            command.CommandText = "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE product_id = 1";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        provider.Dispose();
        var broken = await BodegaProcess.RunAsync(_folder, ["doctor"]);
        Assert.Equal(2, broken.Code);
        Assert.Contains("on-hand-is-sum-of-movements: product 1 ", broken.Output, StringComparison.Ordinal);

        async Task<(int, string)> DoctorAsync()
        {
            var ended = await BodegaProcess.RunAsync(_folder, ["doctor"]);
            return (ended.Code, ended.Output.Trim().Split('\n')[^1].Trim());
        }
    }

    [Fact]
    public async Task Json_logs_carry_the_request_and_its_tenant()
    {
        using var server = await BodegaProcess.ServeAsync(_folder, [], ("Logs__Format", "json"));
        using var till = new Client(server.AddressOf("StockManager"));
        (await till.GetAsync("/api/health?secret=1")).ShouldBe(200);
        server.Terminate();
        var ended = await server.EndAsync();
        var line = Assert.Single(ended.Output.Split('\n'), line => line.Contains("/api/health", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(line);
        var scope = json.RootElement.GetProperty("Scopes").EnumerateArray().Single(scope => scope.ValueKind == System.Text.Json.JsonValueKind.Object && scope.TryGetProperty("TenantId", out _));
        Assert.Equal("1", scope.GetProperty("TenantId").ToString());
        Assert.Equal(json.RootElement.GetProperty("State").GetProperty("RequestId").GetString(), scope.GetProperty("RequestId").GetString());
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> ReadAsync(NetworkStream wire)
    {
        var buffer = new byte[4096];
        var read = await wire.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    // The listening sockets close first: then the server is draining.
    private static async Task ClosedAsync(Uri address)
    {
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
