using Bodega.Catalog.Barcodes;

namespace Bodega.Demo;

/// <summary>One article of the demo's shelves.</summary>
/// <param name="Name">At most 25 characters.</param>
/// <param name="Description">Shown under the name.</param>
/// <param name="Price">Per piece, or per <paramref name="GramsPerPrice"/> grams.</param>
/// <param name="Opening">Pieces or grams on the shelf before the first sale.</param>
/// <param name="Min">Reorder level, in the same unit.</param>
/// <param name="ExpiresInDays">Days from today; null = does not expire.</param>
/// <param name="GramsPerPrice">0 = sold by the piece.</param>
/// <param name="Sells">False for what stays on the shelf: never sold, low or out of stock.</param>
internal sealed record DemoArticle(
    string Name, string Description, decimal Price, int Opening, int Min, int? ExpiresInDays = null, int GramsPerPrice = 0, bool Sells = true);

/// <summary>What the demo shop sells.</summary>
internal static class DemoCatalogue
{
    public static IReadOnlyList<DemoArticle> Articles { get; } =
    [
        new("Leche entera 1 L", "Larga vida", 1450m, 80, 12, 25),
        new("Leche descremada 1 L", "Larga vida", 1480m, 60, 12, 32),
        new("Yogur frutilla 190 g", "Bebible", 890m, 45, 10, 5),
        new("Queso crema 300 g", "Untable clásico", 3250m, 25, 6, 18),
        new("Manteca 200 g", "Sin sal", 2690m, 30, 8, 40),
        new("Huevos docena", "Blancos, grandes", 3900m, 40, 8, 14),
        new("Pan lactal 560 g", "Blanco, rebanado", 2750m, 30, 8, 4),
        new("Galletitas de agua", "Paquete x 3", 1990m, 50, 10, 150),
        new("Galletitas dulces", "Surtidas 400 g", 2350m, 45, 10, 140),
        new("Alfajor de chocolate", "Triple 70 g", 950m, 120, 24, 90),
        new("Yerba mate 1 kg", "Con palo", 4890m, 40, 10, 300),
        new("Café molido 500 g", "Tostado natural", 8990m, 20, 5, 220),
        new("Té en saquitos x 50", "Negro", 2490m, 25, 6, 400),
        new("Azúcar 1 kg", "Común tipo A", 1350m, 70, 15),
        new("Harina 000 1 kg", "De trigo", 1150m, 60, 15, 180),
        new("Arroz largo fino 1 kg", "Grano seleccionado", 1890m, 55, 12, 360),
        new("Fideos tallarín 500 g", "Sémola", 1290m, 75, 15, 400),
        new("Polenta 500 g", "Cocción rápida", 980m, 35, 8, 260),
        new("Lentejas 400 g", "Secas", 1750m, 30, 8, 420),
        new("Puré de tomate 520 g", "Caja", 1190m, 65, 15, 380),
        new("Aceite de girasol 1,5 L", "Botella", 3990m, 40, 10, 330),
        new("Aceite de oliva 500 ml", "Extra virgen", 9450m, 12, 3, 500),
        new("Vinagre de alcohol 1 L", "Botella", 990m, 25, 5),
        new("Sal fina 500 g", "Salero", 790m, 40, 10),
        new("Mayonesa 475 g", "Doypack", 2150m, 35, 8, 160),
        new("Atún al natural 170 g", "Lomitos", 2990m, 45, 10, 700),
        new("Arvejas 300 g", "Lata", 950m, 50, 10, 650),
        new("Mermelada de durazno", "Frasco 454 g", 2590m, 22, 5, 420),
        new("Dulce de leche 400 g", "Clásico", 2890m, 38, 8, 120),
        new("Gaseosa cola 2,25 L", "Botella", 3490m, 60, 12, 110),
        new("Agua mineral 1,5 L", "Sin gas", 1150m, 90, 20),
        new("Jugo en polvo naranja", "Rinde 1 L", 390m, 150, 30, 350),
        new("Cerveza rubia 1 L", "Retornable", 2850m, 48, 12, 75),
        new("Vino tinto 750 ml", "Malbec", 5490m, 24, 6),
        new("Papel higiénico x 4", "Hoja simple", 3190m, 40, 10),
        new("Lavandina 1 L", "Concentrada", 1290m, 30, 8),
        new("Detergente 500 ml", "Limón", 1690m, 35, 8),
        new("Jabón de tocador x 3", "Glicerina", 2190m, 28, 6),
        new("Pilas AA x 4", "Alcalinas", 4290m, 3, 6, Sells: false),
        new("Velas x 4", "Blancas", 1450m, 2, 10, Sells: false),
        new("Encendedor", "Recargable", 1100m, 0, 12, Sells: false),
        new("Repelente en crema", "200 ml", 5990m, 0, 4, 600, Sells: false),
        new("Turrón de maní", "Vencido: retirar", 450m, 14, 4, -3, Sells: false),
        new("Queso cremoso", "Por peso, precio por kilo", 9800m, 15_000, 2_000, 12, GramsPerPrice: 1000),
    ];

    /// <summary>A valid EAN-13 of its own for each article, under Argentina's prefix.</summary>
    public static string BarcodeOf(int number)
    {
        var digits = $"779{9_000_000_00 + number:000000000}";
        return digits + RetailCode.CheckDigit(digits);
    }
}
