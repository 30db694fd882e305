using System.Linq.Expressions;
using Bodega.Customers;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Quotes;
using Bodega.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Apis.Inventory.Trade;

/// <summary>Customers (trade contract §12).</summary>
internal static class CustomerEndpoints
{
    private const int UsualListed = 200;
    private const int MostListed = 500;
    private const int SalesShown = 20;
    private const int QuotesShown = 10;

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/clientes", ListAsync).Requires(Access.Active);
        routes.MapPost("/api/clientes", CreateAsync).Requires(Access.Active).WithMetadata(new BugText("Error al crear el cliente"));
        routes.MapGet("/api/clientes/{id}", OneAsync).Requires(Access.Active);
        routes.MapPut("/api/clientes/{id}", UpdateAsync).Requires(Access.Active).WithMetadata(new BugText("Error al actualizar el cliente"));
        routes.MapGet("/api/clientes/{id}/historial", HistoryAsync).Requires(Access.Active);
    }

    private static IResult Unknown => InventoryJson.Unknown("Cliente no encontrado");

    private static async Task<IResult> ListAsync(HttpRequest request, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        var customers = db.Customers.AsQueryable();
        // PostgreSQL's text holds no NUL.
        if (NormalText.Of(request.Query["busqueda"].ToString().Replace("\0", "", StringComparison.Ordinal)) is { Length: > 0 } text) customers = db.Provider.Containing(db, customers, text);
        var limit = LeadingNumber.Whole(request.Query["limite"].ToString()) is { } given and > 0 ? (int)Math.Min(given, MostListed) : UsualListed;
        IReadOnlyList<CustomerBody> found = await customers.OrderByDescending(customer => customer.Id).Take(limit).Select(Body(user.CompanyId)).ToListAsync(ct);
        return InventoryJson.Ok(found, TradeWire.Wire.IReadOnlyListCustomerBody);
    }

    private static async Task<IResult> CreateAsync(InventoryBody body, InventoryCaller user, BodegaDb db, CreateCustomer create, CancellationToken ct)
    {
        if (body["nombre"].Trimmed is not { } name) return InventoryJson.Invalid("El nombre del cliente es obligatorio");
        if (RefuseLong(body) is { } tooLong) return tooLong;
        var wanted = new NewCustomer(name)
        {
            Document = body["documento"].Truthy,
            Email = body["email"].Truthy,
            Phone = body["telefono"].Truthy,
            Address = body["direccion"].Truthy,
            Notes = body["notas"].Truthy,
        };
        return (await create.RunAsync(wanted, ct)).Succeeded(out var id, out _)
            ? InventoryJson.Ok((await FindAsync(db, id, user, ct))!, TradeWire.Wire.CustomerBody, 201) // created on the line above, and never deleted
            : InventoryJson.Error(409, "Ya existe un cliente con ese documento");
    }

    private static async Task<IResult> OneAsync(string id, InventoryCaller user, BodegaDb db, CancellationToken ct) =>
        TradeFields.Id(id) is { } customerId && await FindAsync(db, customerId, user, ct) is { } customer ? InventoryJson.Ok(customer, TradeWire.Wire.CustomerBody) : Unknown;

    private static async Task<IResult> UpdateAsync(string id, InventoryBody body, InventoryCaller user, BodegaDb db, UpdateCustomer update, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } customerId) return Unknown;
        if (RefuseLong(body) is { } tooLong) return await FindAsync(db, customerId, user, ct) is null ? Unknown : tooLong;
        Replacement? Given(string name) => body[name] is { IsGiven: true, Truthy: var text } ? new Replacement(text) : null;
        var change = new CustomerChange
        {
            Name = body["nombre"].Trimmed,
            Document = body["documento"].Truthy is { } document && !string.IsNullOrWhiteSpace(document) ? document : null,
            Email = Given("email"),
            Phone = Given("telefono"),
            Address = Given("direccion"),
            Notes = Given("notas"),
        };
        return await update.RunAsync(customerId, change, ct) switch
        {
            null => InventoryJson.Ok((await FindAsync(db, customerId, user, ct))!, TradeWire.Wire.CustomerBody), // changed on the line above
            { Code: CustomerFaults.DocumentTakenCode } => InventoryJson.Error(409, "El documento ya está en uso"),
            { Code: CustomerFaults.UnknownCode } => Unknown,
            var fault => new FaultResult(fault),
        };
    }

    private static async Task<IResult> HistoryAsync(string id, InventoryCaller user, BodegaDb db, CancellationToken ct)
    {
        if (TradeFields.Id(id) is not { } customerId || await FindAsync(db, customerId, user, ct) is not { } customer) return Unknown;
        // By the customer alone, who is of this tenant: naming the tenant would lead SQLite, where it has no statistics, to go through all its
        // sales. Cancelled ones are history too.
        var bought = db.Sales.IgnoreQueryFilters([Filters.Tenant, Filters.Standing]).Where(sale => sale.CustomerId == customerId);
        var offered = db.Quotes.IgnoreQueryFilters([Filters.Tenant]).Where(quote => quote.CustomerId == customerId);
        var sales = await bought.OrderByDescending(sale => sale.At).ThenByDescending(sale => sale.Id).Take(SalesShown).AsBody(db, user.CompanyId).ToListAsync(ct);
        var quotes = await offered.Where(quote => quote.Status == QuoteStatus.Pending).OrderByDescending(quote => quote.Id).Take(QuotesShown).AsBody(db, user.CompanyId).ToListAsync(ct);
        var count = new TradeCountBody(await bought.CountAsync(ct), await offered.CountAsync(ct));
        return InventoryJson.Ok(new CustomerHistoryBody(customer, sales, quotes, count), TradeWire.Wire.CustomerHistoryBody);
    }

    private static Task<CustomerBody?> FindAsync(BodegaDb db, long id, InventoryCaller user, CancellationToken ct) =>
        db.Customers.Where(customer => customer.Id == id).Select(Body(user.CompanyId)).FirstOrDefaultAsync(ct);

    private static Expression<Func<Customer, CustomerBody>> Body(string companyId) => customer => new CustomerBody(
        customer.Id, customer.Name, customer.Document, customer.Email, customer.Phone, customer.Address, customer.Notes, customer.CreatedAt, companyId);

    private static IResult? RefuseLong(InventoryBody body) => TradeFields.RefuseLong(
        ("nombre", body["nombre"].Trimmed, TradeFields.MostName), ("documento", body["documento"].Truthy, TradeFields.MostName), ("email", body["email"].Truthy, TradeFields.MostName),
        ("telefono", body["telefono"].Truthy, TradeFields.MostName), ("direccion", body["direccion"].Truthy, TradeFields.MostName), ("notas", body["notas"].Truthy, TradeFields.MostNotes));
}
