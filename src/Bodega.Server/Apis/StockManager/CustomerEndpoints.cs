using System.Text.Json.Serialization;
using Bodega.Audit;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.StockManager;

/// <summary>Customers and what they owe (contract §7.1).</summary>
internal static class CustomerEndpoints
{
    /// <summary>The list is unpaged by contract; beyond this many, customers are found by name.</summary>
    private const int MostListed = 5000;

    private const int MostName = 100;
    private const int MostPhone = 40;
    private const int MostNote = 500;
    private const decimal MostAmount = 1_000_000_000;

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var manage = Access.To(Permissions.CreditManage);
        routes.MapPost("/api/customers", CreateAsync).Requires(manage).Audited(AuditActions.Create, AuditEntities.Customer);
        routes.MapGet("/api/customers", ListAsync).Requires(Access.Session);
        routes.MapGet("/api/customers/{id:long:min(0)}/balance", BalanceAsync).Requires(Access.Session);
        routes.MapGet("/api/customers/{id:long:min(0)}/movements", MovementsAsync).Requires(Access.Session);
        routes.MapPost("/api/customers/{id:long:min(0)}/payments", PayAsync).Requires(manage).Audited(AuditActions.Create, AuditEntities.CustomerPayment);
        routes.MapPost("/api/customers/{id:long:min(0)}/adjustments", AdjustAsync).Requires(manage).Audited(AuditActions.Create, AuditEntities.CustomerAdjustment);
        routes.MapPost("/api/customers/{id:long:min(0)}", UpdateAsync).Requires(manage).Audited(AuditActions.Update, AuditEntities.Customer);
    }

    private static async Task<IResult> CreateAsync(JsonBody body, CreateCustomer create, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        if (!fields.Has("name") || fields.Plain("name") is { } given && string.IsNullOrWhiteSpace(given)) return StockJson.Error("El nombre es requerido", 400);
        var (name, phone) = (fields.Text("name", "Nombre", MostName), fields.Text("phone", "Teléfono", MostPhone, required: false));
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        Money? limit = null;
        if (fields.Has("credit_limit"))
        {
            if (Fields.Number(fields.Raw("credit_limit")) is not { } number || number > MostAmount) return StockJson.Error("credit_limit debe ser un número", 400);
            if (number < 0) return StockJson.Error("El límite de crédito no puede ser negativo", 400);
            limit = Money.Of(number).Rounded();
        }
        var wanted = new NewCustomer(name!) { Phone = string.IsNullOrEmpty(phone) ? null : phone, CreditLimit = limit }; // a missing name was refused
        return (await create.RunAsync(wanted, ct)).Succeeded(out var id, out var fault)
            ? StockJson.Ok(new CustomerCreatedBody(true, id), CustomerJson.Wire.CustomerCreatedBody, 201)
            : Say(fault);
    }

    private static async Task<IResult> UpdateAsync(long id, JsonBody body, UpdateCustomer update, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        var (name, phone) = (fields.Text("name", "Nombre", MostName, required: false), fields.Text("phone", "Teléfono", MostPhone, required: false));
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        Money? limit = null;
        if (fields.Has("credit_limit"))
        {
            if (Fields.Number(fields.Raw("credit_limit")) is not { } number || number is < 0 or > MostAmount) return StockJson.Error("credit_limit inválido", 400);
            limit = Money.Of(number).Rounded();
        }
        var change = new CustomerChange
        {
            Name = string.IsNullOrEmpty(name) ? null : name,
            Phone = string.IsNullOrEmpty(phone) ? null : new Replacement(phone),
            ChangesCreditLimit = fields.Names("credit_limit"),
            CreditLimit = limit,
        };
        return await update.RunAsync(id, change, ct) is { } fault ? Say(fault) : StockJson.Ok(new OkBody(true), CustomerJson.Wire.OkBody);
    }

    private static async Task<IResult> PayAsync(long id, JsonBody body, BookPayment book, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        if (Amount(fields) is not { } amount) return StockJson.Error("Monto inválido", 400);
        if (amount <= Money.Zero) return SaleWords.Refused("El monto del pago debe ser mayor a 0");
        var note = fields.Text("note", "Nota", MostNote, required: false);
        if (fields.Refusal is { } refusal) return new FaultResult(refusal);
        return (await book.RunAsync(id, amount, string.IsNullOrEmpty(note) ? null : note, ct)).Succeeded(out var booking, out var fault)
            ? StockJson.Ok(new BookedBody(true, booking), CustomerJson.Wire.BookedBody, 201)
            : Say(fault);
    }

    private static async Task<IResult> AdjustAsync(long id, JsonBody body, BookAdjustment book, CancellationToken ct)
    {
        var fields = new Fields(body.Lenient);
        if (Amount(fields) is not { } amount || amount == Money.Zero) return StockJson.Error("Monto inválido", 400);
        if (!fields.Has("note") || fields.Plain("note") is { } given && string.IsNullOrWhiteSpace(given)) return StockJson.Error("El ajuste requiere una nota", 400);
        if (fields.Text("note", "Nota", MostNote) is not { } note) return new FaultResult(fields.Refusal!); // it refused
        return (await book.RunAsync(id, amount, note, ct)).Succeeded(out var booking, out var fault)
            ? StockJson.Ok(new BookedBody(true, booking), CustomerJson.Wire.BookedBody, 201)
            : Say(fault);
    }

    // One query: the sums of the listed customers come with them.
    private static async Task<IResult> ListAsync(HttpRequest http, BodegaDb db, CancellationToken ct)
    {
        var customers = db.Customers.Where(customer => customer.IsActive);
        if (NormalText.Of(http.Text("q").Replace("\0", "", StringComparison.Ordinal)) is { Length: > 0 } name)
        {
            var pattern = NormalText.Containing(name);
            customers = customers.Where(customer => EF.Functions.Like(customer.SearchName, pattern, "\\"));
        }
        var rows = await customers.OrderBy(customer => customer.Name).ThenBy(customer => customer.Id).Take(MostListed)
            .Select(customer => new
            {
                customer.Id,
                customer.Name,
                customer.Phone,
                customer.CreditLimit,
                Balance = db.CustomerBookings.Where(booking => booking.CustomerId == customer.Id).Sum(booking => Money.InTenThousandths(booking.Effect)),
            }).ToListAsync(ct);
        return StockJson.Ok(
            new CustomersBody([.. rows.Select(row => new CustomerBody(row.Id, row.Name, row.Phone, row.CreditLimit, 1, new Money(row.Balance)))]), CustomerJson.Wire.CustomersBody);
    }

    private static async Task<IResult> BalanceAsync(long id, BodegaDb db, CancellationToken ct) =>
        await db.Customers.Where(customer => customer.Id == id)
            .Select(customer => new
            {
                customer.Name,
                customer.Phone,
                customer.CreditLimit,
                Balance = db.CustomerBookings.Where(booking => booking.CustomerId == customer.Id).Sum(booking => Money.InTenThousandths(booking.Effect)),
            }).FirstOrDefaultAsync(ct) is { } row
            ? StockJson.Ok(new BalanceBody(id, row.Name, row.Phone, row.CreditLimit, new Money(row.Balance)), CustomerJson.Wire.BalanceBody)
            : NotFound;

    private static async Task<IResult> MovementsAsync(long id, HttpRequest http, BodegaDb db, Caller caller, CancellationToken ct)
    {
        if (!await db.Customers.AnyAsync(customer => customer.Id == id, ct)) return NotFound;
        // Bookings of one customer get their ids in the order of time: its row is taken before each.
        var rows = await db.CustomerBookings.Where(booking => booking.CustomerId == id).OrderByDescending(booking => booking.Id).Take(http.Whole("limit", 50, 1, 200))
            .Select(booking => new { booking.Id, booking.SaleId, booking.Type, booking.Amount, booking.At, booking.MembershipId, booking.Note }).ToListAsync(ct);
        return StockJson.Ok(
            new MovementsBody([.. rows.Select(row => new MovementBody(row.Id, row.SaleId, Word(row.Type), row.Amount, WireTime.Clock(row.At, caller.Zone), row.MembershipId, row.Note))]),
            CustomerJson.Wire.MovementsBody);
    }

    private static Money? Amount(Fields fields) =>
        Fields.Number(fields.Raw("amount")) is { } number and >= -MostAmount and <= MostAmount ? Money.Of(number).Rounded() : null;

    private static string Word(BookingType type) => type switch
    {
        BookingType.Debt => "DEBT",
        BookingType.Payment => "PAYMENT",
        _ => "ADJUSTMENT",
    };

    private static IResult NotFound => StockJson.Error("Cliente no encontrado", 404);

    private static IResult Say(Fault fault) => fault switch
    {
        PaidTooMuch much => SaleWords.Refused($"El pago ({much.Amount}) supera el saldo pendiente ({much.Balance})"),
        { Code: CustomerFaults.UnknownCode } => NotFound,
        _ => new FaultResult(fault),
    };
}

internal sealed record OkBody(bool Ok);

internal sealed record CustomerCreatedBody(bool Ok, long CustomerId);

internal sealed record BookedBody(bool Ok, long MovementId);

internal sealed record CustomersBody(IReadOnlyList<CustomerBody> Data);

internal sealed record CustomerBody(long Id, string Name, string? Phone, Money? CreditLimit, int Status, Money Balance);

internal sealed record BalanceBody(long CustomerId, string Name, string? Phone, Money? CreditLimit, Money Balance);

internal sealed record MovementsBody(IReadOnlyList<MovementBody> Data);

internal sealed record MovementBody(long Id, long? SellId, string Type, Money Amount, string Date, long? UserId, string? Note);

[JsonSerializable(typeof(OkBody))]
[JsonSerializable(typeof(CustomerCreatedBody))]
[JsonSerializable(typeof(BookedBody))]
[JsonSerializable(typeof(CustomersBody))]
[JsonSerializable(typeof(BalanceBody))]
[JsonSerializable(typeof(MovementsBody))]
internal sealed partial class CustomerJson : JsonSerializerContext
{
    public static CustomerJson Wire { get; } = new(StockJson.Options());
}
