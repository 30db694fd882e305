using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Server.Hosting;
using Bodega.Server.Tests.Harness;
using Bodega.Tenants;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.9. The clock stands at Friday 2026-05-01 10:00 in Buenos Aires (UTC−3).</summary>
public sealed class ReadingFigures
{
    private static DateTimeOffset At(string local) => DateTimeOffset.Parse(local + "-03:00", System.Globalization.CultureInfo.InvariantCulture);

    [Theory, EachDatabase]
    public async Task An_empty_shop_has_figures_too(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        (await root.GetAsync("/api/stats")).ShouldBe(200, """{"products":0,"low_stock":0,"sales_today":0,"low_stock_list":[],"expire_soon":0,"total_inventory_value":0.0}""");
        (await root.GetAsync("/api/never-sold")).ShouldBe(200, """{"products":[]}""");
        var hours = string.Join(',', Enumerable.Range(0, 24));
        var idle = "[" + string.Join(',', Enumerable.Repeat("0", 24)) + "]";
        (await root.GetAsync("/api/metrics?period=2")).ShouldBe(200, $$"""
            {"kpis":{"revenue":0.0,"totalSales":0,"avgTicket":0.0,"unitsSold":0,"revenueChange":0.0,"salesChange":0.0,"ticketChange":0.0,"unitsChange":0.0},
            "salesOverTime":{"labels":["Jue","Vie"],"revenue":[0.0,0.0],"sales":[0,0],"count":[0,0]},"topProducts":[],"salesByWeekday":[0,0,0,0,0,0,0],
            "salesByHour":{{idle}},"comparison":{"current":0.0,"previous":0.0},"alerts":{"outOfStock":0,"lowStock":0,"noMovement":0},
            "insights":{"bestDay":null,"peakHour":null,"topProduct":null,"trend":"No hay datos del período anterior para comparar."},"vendors":[],
            "period":{"start":"2026-04-30","end":"2026-05-01","days":2},"inventory":{"totalValue":0.0,"totalUnits":0},
            "trendLine":{"labels":["Jue","Vie"],"revenue":[0.0,0.0],"count":[0.0,0.0]},
            "heatmap":{"data":[{{string.Join(',', Enumerable.Repeat(idle, 7))}}],"days":["Lun","Mar","Mié","Jue","Vie","Sáb","Dom"],"hours":[{{hours}}]},
            "inventoryForecast":[],"criticalStocks":[]}
            """.ReplaceLineEndings(""));
    }

    [Theory, EachDatabase]
    public async Task Stats_count_by_the_shops_own_day(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var oil = await shop.AddProductAsync("Aceite", 10.25m, stock: 1, minStock: 2, barcode: "7501", expires: new DateOnly(2026, 5, 8));
        await shop.AddProductAsync("Borrado", 100m, stock: 7, active: false, expires: new DateOnly(2026, 5, 9));
        await shop.AddProductAsync("Cacao", 3.333m, stock: 0, minStock: 5, expires: new DateOnly(2020, 1, 1));
        var milk = await shop.AddProductAsync("Leche", 0.1m, stock: 3, minStock: 3, lastSold: At("2026-05-01T09:00:00"));
        await shop.AddProductAsync("Jamón", 9m, stock: 100_000, minStock: 200_000, soldBy: SoldBy.Weight);
        await shop.AddSaleAsync(At("2026-04-30T23:59:59"), 1, (milk, 1));
        await shop.AddSaleAsync(At("2026-05-01T00:00:00"), 1, (milk, 1));
        await shop.AddSaleAsync(At("2026-05-01T09:00:00"), 1, (milk, 1), (oil, 1));
        (await root.GetAsync("/api/stats")).ShouldBe(200,
            """{"products":4,"low_stock":2,"sales_today":2,"low_stock_list":[{"id":3,"name":"Cacao","sku":null,"stock":0},{"id":1,"name":"Aceite","sku":"7501","stock":1},{"id":4,"name":"Leche","sku":null,"stock":3}],"expire_soon":2,"total_inventory_value":10.55}""");
        (await root.GetAsync("/api/never-sold")).ShouldBe(200,
            """{"products":[{"id":1,"name":"Aceite","sku":"7501","stock":1,"price":10.25},{"id":3,"name":"Cacao","sku":null,"stock":0,"price":3.33}]}""");
    }

    [Theory, EachDatabase]
    public async Task Metrics_say_what_a_period_sold_and_how_it_compares(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var ana = await shop.AddUserAsync("ana", MembershipRole.Staff);
        var gone = await shop.AddUserAsync("gone", MembershipRole.Staff, MembershipStatus.Suspended);
        var milk = await shop.AddProductAsync("Leche", 45.5m, stock: 9, minStock: 10, barcode: "7501", lastSold: At("2026-05-01T09:00:00"));
        var bread = await shop.AddProductAsync("Pan", 0.335m, stock: 0, minStock: 1, lastSold: At("2026-04-30T23:30:00"));
        var jam = await shop.AddProductAsync("Mermelada", 2m, stock: 400, lastSold: At("2026-03-01T10:00:00"));
        await shop.AddProductAsync("Nunca", 1m, stock: 2);
        // The period before: 28 and 29 April.
        await shop.AddSaleAsync(At("2026-04-28T08:00:00"), ana, (milk, 1));
        await shop.AddSaleAsync(At("2026-04-29T23:59:59.999999"), 1, (milk, 1));
        // The period: 30 April and 1 May, day ends in the shop's zone.
        await shop.AddSaleAsync(At("2026-04-30T00:00:00"), ana, (milk, 2), (bread, 1));
        await shop.AddSaleAsync(At("2026-04-30T23:30:00"), ana, (bread, 3));
        await shop.AddSaleAsync(At("2026-05-01T09:00:00"), 1, (milk, 1), (jam, 1));
        await shop.AddSaleAsync(At("2026-05-01T09:59:00"), gone, (jam, 1));

        var metrics = (await root.GetAsync("/api/metrics?period=2")).ShouldBe(200).Json;
        string Of(string key) => metrics.GetProperty(key).GetRawText();
        Assert.Equal("""{"revenue":141.85,"totalSales":4,"avgTicket":35.46,"unitsSold":9,"revenueChange":55.9,"salesChange":100.0,"ticketChange":-22.1,"unitsChange":350.0}""", Of("kpis"));
        Assert.Equal("""{"labels":["Jue","Vie"],"revenue":[92.35,49.5],"sales":[2,2],"count":[2,2]}""", Of("salesOverTime"));
        Assert.Equal(
            """[{"id":2,"name":"Pan","sku":"Sin SKU","units":4,"revenue":1.35},{"id":1,"name":"Leche","sku":"7501","units":3,"revenue":136.5},{"id":3,"name":"Mermelada","sku":"Sin SKU","units":2,"revenue":4.0}]""",
            Of("topProducts"));
        Assert.Equal("[0,0,0,2,2,0,0]", Of("salesByWeekday"));
        Assert.Equal("[1,0,0,0,0,0,0,0,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,1]", Of("salesByHour"));
        Assert.Equal("""{"current":141.85,"previous":91.0}""", Of("comparison"));
        Assert.Equal("""{"outOfStock":1,"lowStock":1,"noMovement":2}""", Of("alerts"));
        Assert.Equal(
            """{"bestDay":{"name":"Jueves","revenue":92.35},"peakHour":9,"topProduct":{"name":"Pan","units":4},"trend":"Las ventas aumentaron 55.9% respecto al período anterior. ¡Excelente trabajo!"}""",
            Of("insights"));
        Assert.Equal(
            """[{"id":2,"name":"ana","revenue":92.35,"salesCount":2,"unitsSold":6,"avgTicket":46.18,"revenueChange":103.0,"salesChange":100.0},{"id":1,"name":"root","revenue":47.5,"salesCount":1,"unitsSold":2,"avgTicket":47.5,"revenueChange":4.4,"salesChange":0.0}]""",
            Of("vendors"));
        Assert.Equal("""{"start":"2026-04-30","end":"2026-05-01","days":2}""", Of("period"));
        Assert.Equal("""{"totalValue":1211.5,"totalUnits":409}""", Of("inventory"));
        Assert.Equal("""{"labels":["Jue","Vie"],"revenue":[92.35,49.5],"count":[2.0,2.0]}""", Of("trendLine"));
        Assert.Equal("[0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", metrics.GetProperty("heatmap").GetProperty("data")[3].GetRawText());
        const string danger =
            """{"id":2,"name":"Pan","sku":null,"currentStock":0,"minStock":1,"unitsSold":4,"dailyAverage":2.0,"daysRemaining":0,"rotation":0.0,"status":"danger"}""";
        Assert.Equal(
            $$"""[{{danger}},{"id":1,"name":"Leche","sku":"7501","currentStock":9,"minStock":10,"unitsSold":3,"dailyAverage":1.5,"daysRemaining":6,"rotation":0.33,"status":"warning"},{"id":3,"name":"Mermelada","sku":null,"currentStock":400,"minStock":0,"unitsSold":2,"dailyAverage":1.0,"daysRemaining":400,"rotation":0.01,"status":"normal"}]""",
            Of("inventoryForecast"));
        Assert.Equal($"[{danger}]", Of("criticalStocks"));

        // The same stretch as a range; longer periods carry dates and a moving average.
        (await root.GetAsync("/api/metrics?period=90&from=2026-04-30&to=2026-05-01")).ShouldBe(200, metrics.GetRawText());
        var week = (await root.GetAsync("/api/metrics?from=2026-04-24&to=2026-05-01")).ShouldBe(200).Json;
        Assert.Equal(
            """{"labels":["24/04","25/04","26/04","27/04","28/04","29/04","30/04","01/05"],"revenue":[null,null,null,0.0,11.38,22.75,45.84,58.21],"count":[null,null,null,0.0,0.25,0.5,1.0,1.5]}""",
            week.GetProperty("trendLine").GetRawText());
    }

    [Theory, EachDatabase]
    public async Task A_trend_is_said_in_the_words_of_its_size(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var cent = await shop.AddProductAsync("Centavo", 0.01m, stock: 1);
        async Task<string?> TrendAsync(string day) =>
            (await root.GetAsync($"/api/metrics?from={day}&to={day}")).ShouldBe(200).Json.GetProperty("insights").GetProperty("trend").GetString();
        foreach (var (day, cents) in new[] { (1, 1000), (2, 1100), (3, 1222), (4, 1222), (5, 1101), (6, 990) })
            await shop.AddSaleAsync(At($"2026-04-0{day}T12:00:00"), 1, (cent, cents));
        Assert.Equal("No hay datos del período anterior para comparar.", await TrendAsync("2026-04-01"));
        Assert.Equal("Las ventas aumentaron 10.0% respecto al período anterior. Buen progreso.", await TrendAsync("2026-04-02"));
        Assert.Equal("Las ventas aumentaron 11.1% respecto al período anterior. ¡Excelente trabajo!", await TrendAsync("2026-04-03"));
        Assert.Equal("Las ventas disminuyeron 0.0% respecto al período anterior. Considera revisar tu estrategia.", await TrendAsync("2026-04-04"));
        Assert.Equal("Las ventas disminuyeron 9.9% respecto al período anterior. Considera revisar tu estrategia.", await TrendAsync("2026-04-05"));
        Assert.Equal("Las ventas cayeron 10.1% respecto al período anterior. Se recomienda tomar acción.", await TrendAsync("2026-04-06"));
        Assert.Equal("Las ventas cayeron 100.0% respecto al período anterior. Se recomienda tomar acción.", await TrendAsync("2026-04-07"));
    }

    [Theory, EachDatabase]
    public async Task Hours_and_days_follow_the_wall_clock_through_a_change_of_clocks(Database database)
    {
        // A half-hour zone with a half-hour change of clocks, on 2026-04-05 at 02:00. The server keeps what it has read of its tenant,
        // so here it reads anew.
        await using var shop = await Shop.OpenAsync(database, "Australia/Lord_Howe", services => services
            .AddKeyedTransient("stockmanager", (provider, _) => new BoundTenant(provider.GetRequiredService<IServiceScopeFactory>(), "Apis:StockManager", FirstRun.MainTenant)));
        var root = await shop.SignInAsync();
        var cent = await shop.AddProductAsync("Centavo", 0.01m, stock: 1);
        foreach (var utc in new[] { "2026-04-03T12:59:00", "2026-04-03T13:00:00", "2026-04-04T14:45:00", "2026-04-04T15:15:00", "2026-04-05T13:29:00", "2026-04-05T13:30:00" })
            await shop.AddSaleAsync(DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture), 1, (cent, 1));
        var metrics = (await root.GetAsync("/api/metrics?from=2026-04-03&to=2026-04-06")).ShouldBe(200).Json;
        Assert.Equal("[1,1,3,1]", metrics.GetProperty("salesOverTime").GetProperty("sales").GetRawText());
        // 01:45 in summer time (+11), then 01:45 once more in winter time (+10:30); 23:59 of both.
        Assert.Equal("[2,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2]", metrics.GetProperty("salesByHour").GetRawText());
    }

    [Theory, EachDatabase]
    public async Task Goods_sold_by_weight_bring_revenue_but_no_pieces(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var ham = await shop.AddProductAsync("Jamón", 0.01m, stock: 100, soldBy: SoldBy.Weight);
        var bread = await shop.AddProductAsync("Pan", 1m, stock: 100);
        await shop.AddSaleAsync(At("2026-05-01T09:00:00"), 1, (ham, 250), (bread, 2));
        var metrics = (await root.GetAsync("/api/metrics")).ShouldBe(200).Json;
        Assert.Equal(4.5m, metrics.GetProperty("kpis").GetProperty("revenue").GetDecimal());
        Assert.Equal(2, metrics.GetProperty("kpis").GetProperty("unitsSold").GetInt64());
        Assert.Equal(2, metrics.GetProperty("vendors")[0].GetProperty("unitsSold").GetInt64());
        Assert.Equal(bread, Assert.Single(metrics.GetProperty("topProducts").EnumerateArray()).GetProperty("id").GetInt64());
        Assert.Equal(bread, Assert.Single(metrics.GetProperty("inventoryForecast").EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Theory, EachDatabase]
    public async Task Wrong_dates_are_refused_and_odd_ones_survived(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var query in new[] { "from=2026-02-30&to=2026-03-01", "from=hoy&to=2026-03-01", "from=2026-03-01&to=01/04/2026", "from=2026-03-02&to=2026-03-01" })
            (await root.GetAsync($"/api/metrics?{query}")).ShouldBe(400, """{"error":"Formato de fecha inválido"}""");
        foreach (var (query, period) in new[]
        {
            ("period=abc", """{"start":"2026-04-25","end":"2026-05-01","days":7}"""),
            ("period=-5", """{"start":"2026-05-01","end":"2026-05-01","days":1}"""),
            ("period=99999999999999999999", """{"start":"2026-04-25","end":"2026-05-01","days":7}"""),
            ("period=99999999", """{"start":"2016-04-24","end":"2026-05-01","days":3660}"""),
            ("from=2026-04-01", """{"start":"2026-04-25","end":"2026-05-01","days":7}"""),
            ("from=0001-01-01&to=0001-01-02", """{"start":"0001-01-01","end":"0001-01-02","days":2}"""),
            ("from=9999-12-31&to=9999-12-31", """{"start":"9999-12-31","end":"9999-12-31","days":1}"""),
        })
            Assert.Equal(period, (await root.GetAsync($"/api/metrics?{query}")).ShouldBe(200).Json.GetProperty("period").GetRawText());
    }
}
