using System.Globalization;
using System.Text;
using Bodega.Accounts.Passwords;
using Bodega.Server.Hosting;

namespace Bodega.Bench;

/// <summary>One run: each operation against its baseline, in turn, on one machine; prints a table of ratios.</summary>
internal static class BenchRun
{
    private const string Password = "bench-Password1";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Products} products, {options.Rounds} rounds of {options.Time.TotalSeconds:0} s each, load generator on the same machine\n");
        await OneDatabaseAsync("SQLite", directory => $"Data Source={Path.Combine(directory, "bodega.db")}", options);
        if (options.PostgreSql is { } postgres) await OneDatabaseAsync("PostgreSQL", _ => postgres, options);
        return 0;
    }

    private static async Task OneDatabaseAsync(string name, Func<string, string> connection, Options options)
    {
        var directory = Directory.CreateTempSubdirectory("bodega-bench-").FullName;
        try
        {
            await new DatabaseBench(name, directory, connection(directory), options, Password).RunAsync();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}

/// <summary>All measurements on one database.</summary>
internal sealed class DatabaseBench(string name, string directory, string connectionString, Options options, string password)
{
    private readonly List<string[]> _rows = [];

    public async Task RunAsync()
    {
        var fresh = await StartServerAsync();
        var freshReady = fresh.StartToReady;
        await fresh.DisposeAsync();
        var starts = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            await using var again = await StartServerAsync();
            starts.Add(again.StartToReady.TotalMilliseconds);
        }
        await using var server = await StartServerAsync();
        await Task.Delay(3000);
        var idle = server.ResidentMiB;

        using var setUp = await RawClient.ConnectAsync(server.Address);
        var cookie = await SignInAsync(setUp, server.Port);
        await FillAsync(setUp, server.Port, cookie);
        using (var filled = new BareDatabase(connectionString)) await filled.AnalyseAsync();
        var requests = new Requests(server.Port, cookie, options.Products);

        await setUp.SendAsync(requests.Page(1));
        var (pageFile, oneFile) = (Path.Combine(directory, "page.json"), Path.Combine(directory, "one.json"));
        await File.WriteAllBytesAsync(pageFile, Plain(setUp.Body));
        await setUp.SendAsync(requests.One(1));
        await File.WriteAllBytesAsync(oneFile, Plain(setUp.Body));
        var barePort = ServerProcess.FreePort();
        await using var bare = await ServerProcess.StartAsync(
            typeof(DatabaseBench).Assembly.Location, ["bare", barePort.ToString(CultureInfo.InvariantCulture), connectionString, pageFile, oneFile], [], barePort, "/ready");

        if (options.Only is null or "stockmanager") await StockManagerAsync(server, bare, requests);
        var after = server.ResidentMiB;
        if (options.Only is null or "inventory") await InventoryAsync(server, bare);
        var (lastHeard, answered) = options.Only is null or "ocha" ? await OchaAsync(server, bare) : default;

        Console.WriteLine($"## {name}\n");
        Console.WriteLine("| Operation | Baseline | ours /s | baseline /s | ratio | ours p50 / p99 µs | baseline p50 / p99 µs |\n|---|---|---:|---:|---:|---:|---:|");
        foreach (var row in _rows) Console.WriteLine($"| {string.Join(" | ", row)} |");
        starts.Sort();
        Console.WriteLine($"\nStart to ready: {freshReady.TotalMilliseconds:0} ms on no database, {starts[starts.Count / 2]:0} ms on an existing one (middle of 5).");
        if (lastHeard > 0) Console.WriteLine($"A new product told to 1000 sockets: answered after {answered:0} ms, heard by the last after {lastHeard:0} ms (middle of 5).");
        Console.WriteLine($"Resident memory: {idle:0} MiB idle, {after:0} MiB after the run.\n");
    }

    private async Task StockManagerAsync(ServerProcess server, ServerProcess bare, Requests requests)
    {
        await WarmUpAsync(server, bare, requests);
        foreach (var clients in new[] { 1, 8 })
        {
            await CompareAsync($"product page of 24, {clients} clients", "bare ADO", clients, server, i => requests.Page(1 + (i % 10)), bare, i => Get(bare.Port, $"/ado/page?page={1 + (i % 10)}&limit=24"));
            await CompareAsync($"product page of 24, {clients} clients", "bare Kestrel, same bytes", clients, server, i => requests.Page(1 + (i % 10)), bare, _ => Get(bare.Port, "/bytes/page"));
            await CompareAsync($"single product, {clients} clients", "bare ADO", clients, server, requests.One, bare, i => Get(bare.Port, $"/ado/one?id={1 + (i % options.Products)}"));
            await CompareAsync($"single product, {clients} clients", "bare Kestrel, same bytes", clients, server, requests.One, bare, _ => Get(bare.Port, "/bytes/one"));
        }
        await SalesAsync(server, requests);
        await SignInsAsync(server);
    }

    private async Task<ServerProcess> StartServerAsync()
    {
        var (port, office, ocha, inventory, sidekick) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort());
        var server = await ServerProcess.StartAsync(options.Server is { } folder ? Path.Combine(folder, "Bodega.Server.dll") : typeof(Surface).Assembly.Location, [], new Dictionary<string, string>
        {
            ["ConnectionStrings__Bodega"] = connectionString,
            ["Data__Directory"] = directory,
            ["Admin__Password"] = password,
            ["RateLimits__Enabled"] = "false",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Apis__StockManager__Url"] = $"http://127.0.0.1:{port}",
            ["Apis__Ocha__Url"] = $"http://127.0.0.1:{ocha}",
            ["Apis__Inventory__Url"] = $"http://127.0.0.1:{inventory}",
            ["Apis__Sidekick__Url"] = $"http://127.0.0.1:{sidekick}",
            ["BackOffice__Url"] = $"http://127.0.0.1:{office}",
        }, port, "/api/health");
        (server.SecondPort, server.ThirdPort) = (ocha, inventory);
        return server;
    }

    private async Task<string> SignInAsync(RawClient client, int port)
    {
        var status = await client.SendAsync(Post(port, "/api/login", null, $$"""{"username":"root","password":"{{password}}"}"""));
        return status == 200 ? client.Cookie! : throw new InvalidOperationException($"Sign-in answered {status}."); // a 200 sets it
    }

    private async Task FillAsync(RawClient client, int port, string cookie)
    {
        for (var i = 1; i <= options.Products; i++)
        {
            var status = await client.SendAsync(Post(port, "/api/products", cookie,
                $$"""{"barcode":"{{i:0000000}}","name":"Producto {{i}}","description":"Descripción del producto {{i}}","quantity":10000,"min_quantity":3,"price":10.0}"""));
            if (status != 201) throw new InvalidOperationException($"Creating a product answered {status}: {Encoding.UTF8.GetString(client.Body.Span)}");
        }
    }

    private async Task WarmUpAsync(ServerProcess server, ServerProcess bare, Requests requests)
    {
        var third = options.WarmUp / 3;
        var sale = await HttpAsync(8, server, requests.Sale);
        var page = await HttpAsync(8, server, i => i % 2 == 0 ? requests.Page(1) : requests.One(1));
        var baseline = await HttpAsync(8, bare, i => Get(bare.Port, i % 2 == 0 ? "/ado/page?page=1&limit=24" : "/ado/one?id=1"));
        await Load.RunAsync(8, third, page);
        await Load.RunAsync(8, third, sale);
        await Load.RunAsync(8, third, baseline);
    }

    private async Task CompareAsync(string operation, string baseline, int clients, ServerProcess server, Func<long, byte[]> ours, ServerProcess bare, Func<long, byte[]> theirs) =>
        Report(operation, baseline, await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server, ours), await HttpAsync(clients, bare, theirs)));

    private async Task SalesAsync(ServerProcess server, Requests requests)
    {
        using var database = new BareDatabase(connectionString);
        var statements = new SaleStatements(database, options.Products);
        await Load.RunAsync(8, TimeSpan.FromSeconds(2), statements.SellAsync);
        foreach (var clients in new[] { 1, 8, 64 })
            Report($"durable sale of 3 lines, {clients} clients", "same statements, no server",
                await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server, requests.Sale), statements.SellAsync));
    }

    private async Task<(double Last, double Answered)> OchaAsync(ServerProcess server, ServerProcess bare)
    {
        using var client = await RawClient.ConnectAsync(server.SecondAddress);
        var ocha = await OchaBench.FillAsync(client, server.SecondPort, password);
        using var database = new BareDatabase(connectionString);
        await database.AnalyseAsync();
        var statements = new OrderStatements(database, ocha.Shop, ocha.Products);
        foreach (var warm in new[] { (Func<long, byte[]>)(_ => ocha.Menu), _ => ocha.Near, ocha.Order })
            await Load.RunAsync(8, options.WarmUp / 4, await HttpAsync(8, server.SecondAddress, warm));
        foreach (var clients in new[] { 1, 8 })
        {
            await CompareSecondAsync("Ocha: product list of 10", "bare ADO", clients, server, _ => ocha.Menu, bare, "/ado/menu");
            await CompareSecondAsync("Ocha: shops within 10 km of 10 000", "bare ADO, the box", clients, server, _ => ocha.Near, bare, "/ado/near");
        }
        foreach (var clients in new[] { 1, 8, 64 })
            Report($"Ocha: durable order of 3 lines, {clients} clients", "same statements, no server",
                await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server.SecondAddress, ocha.Order), statements.PlaceAsync));
        using var gate = new PasswordHashGate();
        var hasher = new PasswordHasher(gate);
        var hash = await hasher.HashAsync(password, CancellationToken.None);
        Report("Ocha: sign-in, 8 clients", "bare hash", await Load.CompareAsync(
            options.Rounds, 8, options.Time, await HttpAsync(8, server.SecondAddress, _ => OchaBench.LogIn(server.SecondPort, password)),
            async (_, _) => await hasher.VerifyAsync(hash, password, CancellationToken.None)));
        return await ocha.BroadcastAsync(client, 1000, 5);
    }

    private async Task InventoryAsync(ServerProcess server, ServerProcess bare)
    {
        using var client = await RawClient.ConnectAsync(server.ThirdAddress);
        var inventory = new InventoryBench(server.ThirdPort, options.Products);
        await inventory.SignInAsync(client, password);
        using var database = new BareDatabase(connectionString);
        var statements = new SaleStatements(database, options.Products);
        foreach (var warm in new[] { (Func<long, byte[]>)(_ => inventory.Page), inventory.One, inventory.Sale, inventory.Quote })
            await Load.RunAsync(8, options.WarmUp / 4, await HttpAsync(8, server.ThirdAddress, warm));
        foreach (var clients in new[] { 1, 8 })
        {
            await CompareThirdAsync("Inventory: session check", "bare ADO", clients, server, _ => inventory.Session, bare, "/ado/session");
            await CompareThirdAsync("Inventory: product page of 50", "bare ADO", clients, server, _ => inventory.Page, bare, "/ado/products");
            await CompareThirdAsync("Inventory: single product", "bare ADO", clients, server, inventory.One, bare, "/ado/one?id=1");
        }
        foreach (var clients in new[] { 1, 8, 64 })
        {
            Report($"Inventory: durable sale of 3 lines, {clients} clients", "a sale's statements, no server",
                await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server.ThirdAddress, inventory.Sale), statements.SellAsync));
            Report($"Inventory: durable quote of 3 lines, {clients} clients", "a sale's statements, no server",
                await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server.ThirdAddress, inventory.Quote), statements.SellAsync));
        }
        await ImportsAsync(server, inventory, new ImportStatements(database));
        var tables = new LargeTables(database, name == "PostgreSQL");
        await tables.AddCustomersAsync(10_000);
        await database.AnalyseAsync();
        await CompareThirdAsync("Inventory: customer search, 10 000 customers", "bare ADO, LIKE", 8, server, inventory.Search, bare, "/ado/customers?text=cliente%20500");
        if (options.Lines == 0) return;
        await tables.AddTradeAsync(options.Lines, options.Products);
        await CompareThirdAsync($"Inventory: dashboard, {options.Lines} sale lines in a year", "its three sums of 30 days", 1, server, _ => inventory.Dashboard, bare, "/ado/figures");
    }

    private async Task ImportsAsync(ServerProcess server, InventoryBench inventory, ImportStatements statements)
    {
        const int rows = 1000;
        using var client = await RawClient.ConnectAsync(server.ThirdAddress); // an idle one would have been closed by now
        foreach (var isWorkbook in new[] { false, true })
        {
            var files = new Queue<byte[]>();
            for (var number = 0; number < 100; number++) files.Enqueue(await inventory.ImportAsync(isWorkbook, rows, number));
            long bare = isWorkbook ? 1000 : 0;
            Report($"Inventory: import of {rows} rows, {(isWorkbook ? "XLSX" : "CSV")} (files per second)", "its statements, no server", await Load.CompareAsync(options.Rounds, 1, options.Time,
                async (_, _) =>
                {
                    if (await client.SendAsync(files.Dequeue()) != 200) throw new InvalidOperationException($"Importing answered {Encoding.UTF8.GetString(client.Body.Span)}");
                },
                (_, _) => statements.ImportAsync(rows, bare++)));
        }
    }

    private async Task CompareThirdAsync(string operation, string baseline, int clients, ServerProcess server, Func<long, byte[]> ours, ServerProcess bare, string path) =>
        Report($"{operation}, {clients} clients", baseline, await Load.CompareAsync(
            options.Rounds, clients, options.Time, await HttpAsync(clients, server.ThirdAddress, ours), await HttpAsync(clients, bare, _ => Get(bare.Port, path))));

    private async Task CompareSecondAsync(string operation, string baseline, int clients, ServerProcess server, Func<long, byte[]> ours, ServerProcess bare, string path) =>
        Report($"{operation}, {clients} clients", baseline, await Load.CompareAsync(
            options.Rounds, clients, options.Time, await HttpAsync(clients, server.SecondAddress, ours), await HttpAsync(clients, bare, _ => Get(bare.Port, path))));

    private async Task SignInsAsync(ServerProcess server)
    {
        using var gate = new PasswordHashGate();
        var hasher = new PasswordHasher(gate);
        var login = Post(server.Port, "/api/login", null, $$"""{"username":"root","password":"{{password}}"}""");
        var hash = await hasher.HashAsync(password, CancellationToken.None);
        foreach (var clients in new[] { 1, 8 })
            Report($"sign-in, {clients} clients", "bare hash",
                await Load.CompareAsync(options.Rounds, clients, options.Time, await HttpAsync(clients, server, _ => login),
                    async (_, _) => await hasher.VerifyAsync(hash, password, CancellationToken.None)));
    }

    private void Report(string operation, string baseline, (Figures A, Figures B) run)
    {
        var (a, b) = run;
        _rows.Add([operation, baseline, $"{a.PerSecond:0}", $"{b.PerSecond:0}", $"**{a.PerSecond / b.PerSecond:0.00}**", $"{a.P50:0} / {a.P99:0}", $"{b.P50:0} / {b.P99:0}"]);
        Console.Error.WriteLine($"{name}: {string.Join("  ", _rows[^1])}");
    }

    private static Task<Operation> HttpAsync(int clients, ServerProcess server, Func<long, byte[]> request) => HttpAsync(clients, server.Address, request);

    private static async Task<Operation> HttpAsync(int clients, System.Net.EndPoint address, Func<long, byte[]> request)
    {
        var connections = new RawClient[clients];
        for (var i = 0; i < clients; i++) connections[i] = await RawClient.ConnectAsync(address);
        return async (client, count) =>
        {
            var status = await connections[client].SendAsync(request((client * 7919L) + count));
            if (status is not (200 or 201)) throw new InvalidOperationException($"Answered {status}: {Encoding.UTF8.GetString(connections[client].Body.Span)}");
        };
    }

    private static byte[] Get(int port, string path, string? cookie = null) =>
        Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n");

    private static byte[] Post(int port, string path, string? cookie, string json) =>
        Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    // The body as it would be with a Content-Length: chunk sizes taken out.
    private static byte[] Plain(ReadOnlyMemory<byte> body)
    {
        var text = body.Span;
        if (text.IndexOf("\r\n"u8) < 0) return text.ToArray();
        var plain = new List<byte>();
        while (text.Length > 0)
        {
            var line = text.IndexOf("\r\n"u8);
            var size = int.Parse(text[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) break;
            plain.AddRange(text.Slice(line + 2, size));
            text = text[(line + 2 + size + 2)..];
        }
        return [.. plain];
    }

    /// <summary>Requests made once, sent many times.</summary>
    private sealed class Requests(int port, string cookie, int products)
    {
        private readonly byte[][] _pages = [.. Enumerable.Range(1, 10).Select(page => Get(port, $"/api/products?page={page}&limit=24", cookie))];
        private readonly byte[][] _ones = [.. Enumerable.Range(1, products).Select(id => Get(port, $"/api/products/{id}", cookie))];
        private readonly byte[][] _sales = [.. Enumerable.Range(1, products - 3).Select(id => Post(port, "/api/sales/bulk", cookie,
            $$"""{"items":[{"item_id":{{id}},"quantity":1},{"item_id":{{id + 1}},"quantity":1},{"item_id":{{id + 2}},"quantity":1}]}"""))];

        public byte[] Page(long page) => _pages[(page - 1) % _pages.Length];

        public byte[] One(long id) => _ones[id % _ones.Length];

        public byte[] Sale(long count) => _sales[count * 3 % _sales.Length];
    }
}
