using Bodega.Accounts;
using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Orders;
using Bodega.Server.Apis.Ocha;
using Bodega.Server.Tests.Harness;
using Bodega.Shops;
using Bodega.Tenants;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop = Bodega.Server.Tests.Harness.Shop;

namespace Bodega.Server.Tests.Ocha;

public sealed class OtherTenants
{
    private static readonly (HttpMethod Method, string Path, string? Body)[] ById =
    [
        (HttpMethod.Get, "/products/{product}", null), (HttpMethod.Patch, "/products/{product}", """{"name":"x"}"""), (HttpMethod.Delete, "/products/{product}", null),
        (HttpMethod.Put, "/products/{product}/image", """{"image":"https://x.ch/y.png"}"""), (HttpMethod.Get, "/stores/{store}", null),
        (HttpMethod.Patch, "/stores/{store}", """{"name":"Nouveau"}"""), (HttpMethod.Delete, "/stores/{store}", null), (HttpMethod.Get, "/orders/{order}", null),
        (HttpMethod.Get, "/orders/{order}/items", null), (HttpMethod.Patch, "/orders/{order}", """{"status":"prête"}"""), (HttpMethod.Delete, "/orders/{order}", null),
        (HttpMethod.Post, "/orders", """{"store_id":"{store}","pickup":"2026-06-01T10:30:00Z","items":[{"product_id":"{mine}","size":"S","quantity":1}]}"""),
        (HttpMethod.Post, "/orders", """{"store_id":"{own}","pickup":"2026-06-01T10:30:00Z","items":[{"product_id":"{product}","size":"S","quantity":1}]}"""),
        (HttpMethod.Get, "/users/orders?store_id={store}", null),
    ];

    private static readonly string[] Lists = ["/products", "/stores", "/stores?near=6.5,46.5&radius=30000000", "/users", "/users/orders", "/order-stats"];

    // What names no row and shows none: whoever adds a route finds it missing here, and decides.
    private static readonly string[] Nameless =
    [
        "GET /api/v1/api-docs", "GET /api/v1/health", "GET /api/v1/openapi.json", "GET /media/ocha/{name}", // the same for everybody; a picture's name is its secret
        "POST /api/v1/auth", "POST /api/v1/auth/login", "POST /api/v1/products", "POST /api/v1/stores", // new rows, tried below
    ];

    [Fact]
    public async Task Every_route_is_asked_or_known_to_name_nothing()
    {
        await using var shop = await Shop.OpenAsync(Database.Sqlite);
        var asked = ById.Select(call => $"{call.Method} /api/v1{call.Path}").Concat(Lists.Select(path => $"GET /api/v1{path}"));
        Assert.Equal(Nameless.Order(StringComparer.Ordinal), RouteCollector.WithoutCall(RouteCollector.NamesOf(RouteCollector.Of(shop, routes => routes.MapOcha())), asked));
    }

    [Theory, EachDatabase]
    public async Task Ids_of_another_tenant_answer_like_ids_of_nobody(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var admin = await OchaClient.AdminAsync(shop);
        var (product, store) = (await admin.HasProductAsync("menthe"), await admin.HasStoreAsync("Ocha Morges"));
        var theirs = await MakeAsync(shop);
        const string nobody = "64c1f1f1f1f1f1f1f1f1f1f9";
        foreach (var (method, path, body) in ById)
        {
            string Fill(string text, bool isForeign) => text.Replace("{product}", isForeign ? theirs.Product : nobody, StringComparison.Ordinal)
                .Replace("{store}", isForeign ? theirs.Store : nobody, StringComparison.Ordinal).Replace("{order}", isForeign ? theirs.Order : nobody, StringComparison.Ordinal)
                .Replace("{mine}", product, StringComparison.Ordinal).Replace("{own}", store, StringComparison.Ordinal);
            var foreign = await admin.SendAsync(method, Fill(path, true), body is null ? null : Fill(body, true));
            var unknown = await admin.SendAsync(method, Fill(path, false), body is null ? null : Fill(body, false));
            Assert.Equal((path, unknown.Status, unknown.Text), (path, foreign.Status, foreign.Text));
        }
        foreach (var list in Lists)
            Assert.DoesNotContain("Ajeno", (await admin.GetAsync(list)).ShouldBe(200).Text, StringComparison.Ordinal);
        // Their token is nobody's here, and what is theirs stays theirs and free for us.
        (await shop.Guest().PostAsync("/api/v1/auth/login", $$"""{"email":"ajeno@mail.ch","password":"{{Seeds.Password}}"}""")).ShouldBe(401, """{"message":"Email or password incorrect"}""");
        (await admin.PostAsync("/products", """{"slug":"ajeno","name":"Ajeno","category":"c","description":"d","basePriceCHF":1,"image":"i"}""")).ShouldBe(201);
        (await admin.HasStoreAsync("Ajeno")).ToString();
        (await shop.Guest().PostAsync("/api/v1/auth", """{"email":"ajeno@mail.ch","display_name":"otra","password":"Sencha_42"}""")).ShouldBe(409, """{"message":"Email already in use"}""");
        await OchaClient.RegisterAsync(shop, "ajeno2");
        Assert.Equal(1, await InTenantAsync(shop, theirs.Tenant, (_, db) => db.Orders.CountAsync()));
    }

    private static async Task<(long Tenant, string Product, string Store, string Order)> MakeAsync(Shop shop)
    {
        var tenant = await shop.LookAsync(async (services, db) =>
        {
            services.GetRequiredService<Caller>().EnterAllTenants();
            await using var work = await db.BeginAsync(CancellationToken.None);
            var other = Tenant.New("ajeno", "Ajeno", "Europe/Zurich", shop.Clock.GetNow());
            db.Tenants.Add(other);
            await db.SaveChangesAsync(CancellationToken.None);
            var id = other.Id;
            await work.CommitAsync(CancellationToken.None);
            return id;
        });
        return await InTenantAsync(shop, tenant, async (services, db) =>
        {
            var caller = services.GetRequiredService<Caller>();
            var member = (await services.GetRequiredService<AddMember>().RunAsync(new NewMember("ajeno", "ajeno@mail.ch", Seeds.Password), MembershipRole.Owner, MembershipStatus.Active, null, CancellationToken.None)).Value;
            caller.ActAs(member, member, "ajeno", MembershipRole.Owner);
            var item = (await services.GetRequiredService<CreateMenuItem>().RunAsync(
                new NewMenuItem("ajeno", "Ajeno", "c", "d", Money.Of(1), true, "i", "S,M,L", MenuExtras.Default), CancellationToken.None)).Value!;
            await services.GetRequiredService<CreateShop>().RunAsync(
                new NewShop("Ajeno", "ajeno@ocha.example", null, new("a", "b", "c", "d"), new(6.5, 46.5), OpeningHours.Default), CancellationToken.None);
            var store = await db.Shops.Select(s => s.Hex24).SingleAsync();
            await services.GetRequiredService<PlaceOrder>().RunAsync(store, shop.Clock.GetNow(), [new(item.Hex24, MenuSize.Small, 1)], CancellationToken.None);
            return (tenant, item.Hex24, store, await db.Orders.Select(o => o.Hex24).SingleAsync());
        });
    }

    private static async Task<T> InTenantAsync<T>(Shop shop, long tenant, Func<IServiceProvider, Data.BodegaDb, Task<T>> look)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Enter(tenant, TimeZoneInfo.Utc);
        return await look(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<Data.BodegaDb>());
    }
}
