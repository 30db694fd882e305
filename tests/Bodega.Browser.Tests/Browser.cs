using Microsoft.Playwright;

namespace Bodega.Browser.Tests;

/// <summary>Debian's chromium; tests that need it are skipped where it is missing.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        Assertions.SetDefaultExpectTimeout(15_000); // a busy machine hashes a password for a while
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    /// <summary>A window of its own, without JavaScript unless a test needs to measure.</summary>
    public async Task<IPage> OpenAsync(Uri address, bool script = false, int width = 1000, int height = 800, ColorScheme colours = ColorScheme.Light)
    {
        if (_browser is null) Assert.Skip($"{Chromium} is not installed.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions // Skip throws when it is null
        {
            BaseURL = address.ToString(),
            JavaScriptEnabled = script,
            Locale = "es-AR",
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
