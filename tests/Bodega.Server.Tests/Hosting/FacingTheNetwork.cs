using Bodega.Server.Hosting;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Hosting;

public sealed class FacingTheNetwork
{
    [Fact]
    public async Task A_trusted_proxy_says_who_is_asking()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        Assert.Equal("203.0.113.9", await AddressOfSignInAsync(shop, "203.0.113.9"));
        // The last hop that is not trusted itself; what a client wrote before it is hearsay.
        Assert.Equal("203.0.113.9", await AddressOfSignInAsync(shop, "198.51.100.1, 203.0.113.9"));
        Assert.Equal("203.0.113.9", await AddressOfSignInAsync(shop, "198.51.100.1, 203.0.113.9, 127.0.0.1"));
    }

    [Fact]
    public async Task Anyone_else_only_speaks_for_himself()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite, ("TrustedProxies:0", "192.0.2.1"));
        Assert.Equal("127.0.0.1", await AddressOfSignInAsync(shop, "203.0.113.9"));
    }

    [Fact]
    public async Task A_host_name_chooses_the_surface_on_any_port()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite, ("Apis:StockManager:Hosts:0", "till.example"));
        var visitor = shop.Visitor();
        (await visitor.GetAsync("/api/health")).ShouldBe(404);
        (await visitor.GetAsync("/api/health", ("Host", "till.example"))).ShouldBe(200, """{"status":"Ok"}""");
        (await visitor.GetAsync("/api/health", ("X-Forwarded-Host", "till.example"))).ShouldBe(200, """{"status":"Ok"}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_address_cannot_ask_for_ever_without_signing_in(bool limited)
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite, ("RateLimits:Enabled", limited ? "true" : "false"));
        var client = shop.Anyone();
        for (var i = 0; i < AddressLimit.Anonymous.Burst; i++) (await client.PostAsync("/api/login", "{}")).ShouldBe(400);
        // The bucket fills while we empty it: one reply more than a burst is not yet the limit.
        Reply reply;
        var left = AddressLimit.Anonymous.Burst;
        do reply = await client.PostAsync("/api/login", "{}");
        while (reply.Status == 400 && --left > 0);
        if (!limited)
        {
            Assert.Equal(400, reply.Status);
            return;
        }
        reply.ShouldBe(429, """{"error":"Demasiados intentos. Intenta más tarde"}""");
        Assert.Equal("1", reply.Headers["Retry-After"]);
        (await client.GetAsync("/api/health")).ShouldBe(200); // only what costs something
        (await client.PostAsync("/api/login", "{}", ("X-Forwarded-For", "203.0.113.9"))).ShouldBe(400); // another address
    }

    [Fact]
    public async Task A_database_that_is_gone_makes_the_server_unready_not_dead()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var visitor = shop.Visitor();
        (await visitor.GetAsync("/health/ready")).ShouldBe(200, "ready");
        await shop.LookAsync((_, db) => db.Database.ExecuteSqlRawAsync("ALTER TABLE tenants RENAME TO gone"));
        (await visitor.GetAsync("/health/ready")).ShouldBe(503, "the database does not answer");
        (await visitor.GetAsync("/health/live")).ShouldBe(200, "ok");
    }

    [Fact]
    public async Task The_back_office_answers_problems()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var reply = (await shop.Visitor().GetAsync("/nowhere")).ShouldBe(404);
        Assert.Equal("application/problem+json", reply.ContentType);
        (await shop.Visitor().DeleteAsync("/health/live")).ShouldBe(405);
    }

    private static async Task<string?> AddressOfSignInAsync(Shop shop, string forwardedFor)
    {
        (await shop.Anyone().PostAsync("/api/login", """{"username":"root","password":"Root_pass1!"}""", ("X-Forwarded-For", forwardedFor))).ShouldBe(200);
        return await shop.LookAsync((_, db) => db.AuditEntries.OrderByDescending(entry => entry.Id).Select(entry => entry.Address).FirstAsync());
    }
}
