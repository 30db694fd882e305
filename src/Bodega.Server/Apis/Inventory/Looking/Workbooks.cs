using System.Globalization;
using Bodega.Files.Spreadsheets;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>What the surface's workbooks look like (accounts contract §12.2; trade contract §18.2).</summary>
internal static class Workbooks
{
    private const string Dark = "0F2449";

    public static readonly CellStyle Title = new() { FontName = "Arial", FontSize = 14, Bold = true, TextColor = Dark };
    public static readonly CellStyle Subtitle = new() { FontName = "Arial", FontSize = 10, Italic = true, TextColor = "6B7280" };
    public static readonly CellStyle Heading = new() { FontName = "Arial", FontSize = 10, Bold = true, TextColor = "FFFFFF", FillColor = Dark, Alignment = CellAlignment.Center };
    public static readonly CellStyle Plain = new() { FontName = "Arial", FontSize = 10 };

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(InventorySurface.TimeZone);

    /// <summary>A style for every second row.</summary>
    public static CellStyle Striped(this CellStyle style, bool isStriped) => isStriped ? style with { FillColor = "F5F6F8" } : style;

    /// <summary>The time that file names and titles give.</summary>
    public static DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    /// <summary><c>01/05/2026 08:00</c></summary>
    public static string Spoken(DateTimeOffset at) => Local(at).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Says what is coming.</summary>
    public static void Begin(HttpContext http, string name, DateTimeOffset now)
    {
        http.Response.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}_{Local(now).ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}.xlsx\"";
        http.Response.Headers.CacheControl = "no-store";
    }
}
