using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Playwright;

namespace Bodega.Browser.Tests;

/// <summary>The public pages of the StockManager surface, as a person with a keyboard and no JavaScript meets them.</summary>
public sealed class WithoutScript(Browser browser) : IClassFixture<Browser>
{
    // The browser throws cookies away by its own clock, so the shop's must agree with it.
    private static async Task<Shop> OpenShopAsync()
    {
        var shop = await Shop.OpenAsync(Database.Sqlite);
        shop.Clock.Advance(TimeProvider.System.GetUtcNow() - shop.Clock.GetUtcNow());
        return shop;
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in_and_out()
    {
        await using var shop = await OpenShopAsync();
        var page = await browser.OpenAsync(shop.AddressOf("stockmanager"));
        await page.GotoAsync("/metrics");
        Assert.EndsWith("/login", page.Url, StringComparison.Ordinal);
        Assert.Equal("es", await page.Locator("html").GetAttributeAsync("lang"));
        await Assertions.Expect(page.GetByLabel("Usuario o correo")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("root");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Shop.RootPassword);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Panel" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Cerrar sesión" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Iniciar sesión" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wrong_password_says_so_and_keeps_the_name()
    {
        await using var shop = await OpenShopAsync();
        var page = await browser.OpenAsync(shop.AddressOf("stockmanager"));
        await page.GotoAsync("/login");
        await page.GetByLabel("Usuario o correo").FillAsync("<b>root</b>");
        await page.GetByLabel("Contraseña").And(page.Locator(":visible")).FillAsync("equivocada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Entrar" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Usuario o contraseña incorrectos");
        await Assertions.Expect(page.GetByLabel("Usuario o correo")).ToHaveValueAsync("<b>root</b>");
        await Assertions.Expect(page.GetByLabel("Contraseña").And(page.Locator(":visible"))).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Somebody_registers_and_is_told_to_wait()
    {
        await using var shop = await OpenShopAsync();
        var page = await browser.OpenAsync(shop.AddressOf("stockmanager"));
        await page.GotoAsync("/login");
        await page.GetByRole(AriaRole.Link, new() { Name = "Crear una cuenta" }).ClickAsync();
        var card = page.Locator("section:visible");
        await card.GetByLabel("Usuario").FillAsync("jane");
        await card.GetByLabel("Correo").FillAsync("jane@example.com");
        await card.GetByLabel("Contraseña Al menos").FillAsync("securepassword");
        await card.GetByLabel("Repite la contraseña").FillAsync("securepassword");
        await card.GetByRole(AriaRole.Button, new() { Name = "Enviar solicitud" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Solicitud enviada. Espera aprobación del administrador.");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0); // said once
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_with_the_mailed_code()
    {
        await using var shop = await OpenShopAsync();
        var page = await browser.OpenAsync(shop.AddressOf("stockmanager"));
        await page.GotoAsync("/login");
        await page.GetByRole(AriaRole.Link, new() { Name = "Olvidé mi contraseña" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Correo")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("root@example.com");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Escribe el código" })).ToBeVisibleAsync();
        var code = await shop.CodeAsync();
        await Assertions.Expect(page.GetByLabel("Código de seis dígitos")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(code == "000000" ? "000001" : "000000");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Código inválido o expirado");
        await Assertions.Expect(page.GetByLabel("Código de seis dígitos")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(code);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Contraseña nueva").FillAsync("otra-clave");
        await page.GetByLabel("Repite la contraseña").FillAsync("otra-clave");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Contraseña restablecida exitosamente");
        await shop.SignInAsync("root", "otra-clave");
    }

    [Theory, InlineData("/login"), InlineData("/register"), InlineData("/reset-password"), InlineData("/settings"), InlineData("/import"), InlineData("/")]
    public async Task A_narrow_screen_never_scrolls_sideways(string path)
    {
        await using var shop = await OpenShopAsync();
        var page = await browser.OpenAsync(shop.AddressOf("stockmanager"), script: true, width: 360, height: 640);
        var violations = new List<string>();
        page.Console += (_, message) => violations.Add(message.Text);
        if (path is "/settings" or "/import" or "/")
        {
            await page.GotoAsync("/login");
            await page.GetByLabel("Usuario o correo").FillAsync("root");
            await page.Locator("input[name=password]:visible").FillAsync(Shop.RootPassword);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Panel" })).ToBeVisibleAsync();
        }
        await page.GotoAsync(path);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), path);
        Assert.Equal("visible", await page.Locator("h1:visible").First.EvaluateAsync<string>("e => getComputedStyle(e).visibility"));
        Assert.Empty(violations); // the pages keep their own content security policy
        if (Environment.GetEnvironmentVariable("BODEGA_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"page{path.Replace('/', '-')}.png"), FullPage = true });
    }
}
