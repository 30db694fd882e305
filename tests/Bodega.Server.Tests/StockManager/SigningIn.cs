using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §2, §4.2, worked examples 1–6.</summary>
public sealed class SigningIn
{
    [Theory, EachDatabase]
    public async Task Name_or_email_opens_a_session_that_ends_with_the_browser(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var client = shop.Anyone();
        var byName = await client.PostAsync("/api/login", """{"username":"root","password":"Root_pass1!"}""");
        byName.ShouldBe(200, """{"success":true,"user_id":1,"username":"root","role":"root"}""");
        Assert.Matches("^session=[A-Za-z0-9_-]{43}; HttpOnly; Path=/; SameSite=Lax$", Assert.Single(byName.SetCookies));
        var byEmail = await client.PostAsync("/api/login", """{"username":"root@example.com","password":"Root_pass1!"}""");
        byEmail.ShouldBe(200, """{"success":true,"user_id":1,"username":"root@example.com","role":"root"}""");
    }
}
