using Bodega.Catalog;
using Bodega.Kernel;
using Bodega.Shops;

namespace Bodega.Demo;

/// <summary>A matcha bar's menu and its shops (Ocha contract §18).</summary>
internal static class DemoMenu
{
    public static IReadOnlyList<NewMenuItem> Items { get; } =
    [
        Item("matcha-latte-maison", "Matcha Latte Maison", "Le matcha de la maison, fouetté dans du lait chaud.", 5.9m),
        Item("matcha-yuzu", "Matcha Yuzu", "Matcha glacé et jus de yuzu, sans sucre ajouté.", 6.5m),
        Item("matcha-noisette", "Matcha Noisette", "Matcha, lait d'avoine et praliné noisette.", 6.3m),
        Item("matcha-poire-gingembre", "Matcha Poire-Gingembre", "Purée de poire, gingembre frais, matcha.", 6.9m),
        Item("hojicha-avoine", "Hojicha Avoine", "Thé vert torréfié et lait d'avoine.", 6.2m),
        Item("matcha-tonic", "Matcha Tonic", "Matcha sur tonic et glace, une tranche d'orange.", 6.4m) with { Sizes = "M,L", Extras = new(Money.Zero, Money.Zero, Money.Of(1.5m)) },
    ];

    public static IReadOnlyList<NewShop> Shops { get; } =
    [
        new("Ocha Fribourg Pérolles", "fribourg@ocha.example", "+41265550101", new("Boulevard de Pérolles 12", "Fribourg", "1700", "Suisse"), new(7.1535, 46.8005),
            Week("09:00-18:30", "09:00-20:00", "10:00-18:00")),
        new("Ocha Vevey Lac", "vevey@ocha.example", "+41215550102", new("Quai Perdonnet 3", "Vevey", "1800", "Suisse"), new(6.8432, 46.4597),
            Week("09:30-18:30", "09:30-20:00", "10:00-18:00")),
        new("Ocha Sion Planta", "sion@ocha.example", "+41275550103", new("Place de la Planta 7", "Sion", "1950", "Suisse"), new(7.3588, 46.2330),
            Week("08:30-18:00", "08:30-18:00", "09:00-17:00")),
    ];

    private static NewMenuItem Item(string slug, string name, string description, decimal price) =>
        new(slug, name, "Matcha", description, Money.Of(price), IsActive: true, $"https://ocha.example/pictures/{slug}.jpg", "S,M,L", MenuExtras.Default);

    // Closed on Sunday; Monday to Wednesday, Thursday and Friday, Saturday.
    private static string Week(string first, string last, string saturday) => string.Join(';', "", first, first, first, last, last, saturday);
}
