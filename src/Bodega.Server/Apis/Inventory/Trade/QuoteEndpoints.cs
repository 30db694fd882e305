using System.Globalization;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Quotes;
using Bodega.Sales;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Quotes (trade contract §9).</summary>
internal static class QuoteEndpoints
{
    private const int MostListed = 1000;
    private const int UsualDays = 7;
    private const int MostDays = 365;
    private const string Unknown = "Cotización no encontrada.";
    private const string IsCancelled = "La cotización ya está cancelada.";

    public static void MapQuotes(this IEndpointRouteBuilder routes)
    {
        var sell = Access.To(MemberPermissions.Sell).OrUnauthenticated();
        routes.MapGet("/api/cotizaciones", ListAsync).Requires(sell);
        routes.MapPost("/api/cotizaciones", MakeAsync).Requires(sell).WithMetadata(new BugText("Error al crear la cotización"));
        routes.MapPost("/api/cotizaciones/{id}/convertir", ConvertAsync).Requires(sell).WithMetadata(new BugText("Error al convertir la cotización"));
        routes.MapPost("/api/cotizaciones/{id}/cancelar", CancelAsync).Requires(sell).WithMetadata(LenientBody.Instance, new BugText("Error al cancelar la cotización"));
    }

    private static async Task<IResult> ListAsync(HttpRequest request, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var quotes = db.Quotes.AsQueryable();
        if (!user.IsAdmin) quotes = quotes.Where(quote => quote.SellerId == user.MembershipId);
        if (QuoteWords.Of(request.Query["estado"].ToString()) is { } status) quotes = quotes.Where(quote => quote.Status == status);
        quotes = quotes.OrderByDescending(quote => quote.Id).Take(MostListed);
        var rows = await quotes.AsBody(db, user.CompanyId).ToListAsync(ct);
        var extras = await quotes.Select(quote => new { quote.Id, quote.SellerId, Items = db.QuoteLines.Count(line => line.QuoteId == quote.Id) }).ToDictionaryAsync(quote => quote.Id, ct);
        var sellers = extras.Values.Select(quote => quote.SellerId).Distinct().ToList();
        var people = await db.Memberships.Where(member => sellers.Contains(member.Id) && member.Status != MembershipStatus.Removed)
            .Select(member => new { member.Id, member.Cuid, member.Name, member.UserName, member.Email, Account = member.Account == null ? null : member.Account.Name, AccountEmail = member.Account == null ? null : member.Account.EmailNormal })
            .ToDictionaryAsync(
                member => member.Id,
                member => new PersonBody(member.Cuid, member.Name ?? (string.IsNullOrEmpty(member.Account) ? member.UserName : member.Account), member.Email ?? member.AccountEmail ?? ""), ct);
        IReadOnlyList<ListedQuoteBody> listed =
        [
            // Made between the two readings: the next one shows it.
            .. rows.Where(quote => extras.ContainsKey(quote.Id)).Select(quote => new ListedQuoteBody(quote, people.GetValueOrDefault(extras[quote.Id].SellerId), extras[quote.Id].Items)),
        ];
        return InventoryJson.Ok(listed, TradeWire.Wire.IReadOnlyListListedQuoteBody);
    }

    private static async Task<IResult> MakeAsync(InventoryBody body, InventoryCaller user, BodegaDb db, MakeQuote make, CancellationToken ct)
    {
        var (lines, refusal) = TradeFields.Items(body, "La cotización debe incluir al menos un producto.", "Cada item debe tener un producto válido y cantidad > 0.");
        if (refusal is not null) return refusal;
        var (customer, notes) = (body["cliente"].Trimmed, body["notas"].Trimmed);
        if (TradeFields.RefuseLong(("cliente", customer, TradeFields.MostName), ("notas", notes, TradeFields.MostNotes)) is { } tooLong) return tooLong;
        var days = TradeFields.Whole(body["diasValidez"]) is { } given and > 0 ? (int)Math.Min(given, MostDays) : UsualDays;
        if (!(await make.RunAsync(new QuoteRequest(lines, days) { CustomerName = customer, Notes = notes }, ct)).Succeeded(out var id, out var fault)) return Say(fault);
        return InventoryJson.Ok(await OneAsync(db, id, user, ct) with { Items = await db.QuoteLinesAsync(id, ct) }, TradeWire.Wire.QuoteBody, 201);
    }

    private static async Task<IResult> ConvertAsync(string id, InventoryCaller user, BodegaDb db, ConvertQuote convert, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } quoteId) return InventoryJson.Invalid(TradeFields.BadId);
        if (!(await convert.RunAsync(new QuoteConversion(quoteId, !user.IsAdmin, SaleEndpoints.Cash, notes => SaleNotes(quoteId, notes)), ct)).Succeeded(out var saleId, out var fault))
            return Say(fault);
        var sale = await db.Sales.Where(s => s.Id == saleId).AsBody(db, user.CompanyId).FirstAsync(ct);
        return InventoryJson.Ok(new ConvertedBody(sale, await OneAsync(db, quoteId, user, ct)), TradeWire.Wire.ConvertedBody);
    }

    private static async Task<IResult> CancelAsync(string id, InventoryBody body, InventoryCaller user, BodegaDb db, CancelQuote cancel, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } quoteId) return InventoryJson.Invalid(TradeFields.BadId);
        if (body["motivo"].Trimmed is not { } reason) return InventoryJson.Invalid("Debes indicar un motivo de cancelación.");
        if (TradeFields.RefuseLong(("motivo", reason, TradeFields.MostNotes)) is { } tooLong) return tooLong;
        return await cancel.RunAsync(quoteId, reason, !user.IsAdmin, ct) switch
        {
            null => InventoryJson.Ok(await OneAsync(db, quoteId, user, ct), TradeWire.Wire.QuoteBody),
            { Code: QuoteFaults.ConvertedCode } => InventoryJson.Error(409, "No se puede cancelar una cotización ya convertida. Cancela la venta resultante."),
            { Code: QuoteFaults.NotYoursCode } => InventoryJson.Error(403, "Solo el vendedor original o un administrador puede cancelar esta cotización."),
            var fault => Say(fault),
        };
    }

    private static Task<QuoteBody> OneAsync(BodegaDb db, long quoteId, InventoryCaller user, CancellationToken ct) =>
        db.Quotes.Where(quote => quote.Id == quoteId).AsBody(db, user.CompanyId).FirstAsync(ct);

    private static string SaleNotes(long quoteId, string? notes)
    {
        var origin = $"Venta convertida desde cotización #{quoteId.ToString(CultureInfo.InvariantCulture)}";
        return notes is null ? origin : $"{origin} — {notes}";
    }

    private static IResult Say(Fault fault) => fault switch
    {
        UnknownProduct { ProductId: { } id } => UnknownProduct(id),
        DisabledProducts { First: var id } => UnknownProduct(id),
        QuotedShortage shortage => InventoryJson.Invalid(string.Create(
            CultureInfo.InvariantCulture, $"Stock físico insuficiente para \"{shortage.Name}\". Necesitas {shortage.Quantity}, hay {shortage.OnHand}.")),
        Shortage shortage => InventoryJson.Invalid($"{SaleEndpoints.ShortText(shortage)[..^1]} (físico − reservado en otras cotizaciones)."),
        { Code: SaleFaults.TooMuchCode } => InventoryJson.Invalid("El total de la cotización es demasiado grande."),
        { Code: QuoteFaults.UnknownCode } => InventoryJson.Unknown(Unknown),
        { Code: QuoteFaults.ConvertedCode } => InventoryJson.Error(409, "La cotización ya está convertida."),
        { Code: QuoteFaults.CancelledCode } => InventoryJson.Error(409, IsCancelled),
        { Code: QuoteFaults.RunOutCode } => InventoryJson.Invalid("La cotización está vencida. Cancélala y crea una nueva si la quieres revivir."),
        { Code: QuoteFaults.NotYoursCode } => InventoryJson.Error(403, "Solo el vendedor original o un administrador puede convertir esta cotización."),
        _ => new FaultResult(fault),
    };

    private static IResult UnknownProduct(long id) => InventoryJson.Unknown($"Producto {id.ToString(CultureInfo.InvariantCulture)} no encontrado en la empresa actual.");
}
