using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Rentals.Sheets;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Rentals;

/// <summary>Taking in lists of flats (Sidekick contract §8.6, §8.8, §19.2).</summary>
public sealed class SavingApartments
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task New_flats_are_made_and_known_ones_changed_and_brought_back(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        Assert.Equal(new SavedApartments(2, 2, 0), await SaveAsync(installation, theirs, ApartmentOrigins.Workbook, new("P1", "X", "Ajeno", "Allí", "Lejos"), new("P2", "X", "Ajeno 2", null, null)));
        Assert.Equal(
            new SavedApartments(3, 2, 1),
            await SaveAsync(installation, mine, ApartmentOrigins.Smoobu, new("P1", "P1", "Uno", "Calle 1", null), new("P2", "P2", "Dos", null, "Sevilla"), new("P1", "P1b", "Uno bis", null, "Cádiz")));
        await installation.ExecuteAsync("UPDATE apartments SET is_active = " + (database == Database.Sqlite ? "0" : "FALSE"));
        Assert.Equal(new SavedApartments(3, 1, 2), await SaveAsync(installation, mine, ApartmentOrigins.Workbook, new("P3", "7", "Tres", null, null), new("P1", "01", "Uno", null, null), new("P2", "2", "Dos", "Calle 2", "Huelva")));
        Assert.Equal(
            ["P1|01|Uno|Calle 1|Cádiz|smoobu|True|uno", "P2|2|Dos|Calle 2|Huelva|smoobu|True|dos", "P3|7|Tres|||xlsx|True|tres"],
            await RowsAsync(installation, mine));
        Assert.Equal(["P1|X|Ajeno|Allí|Lejos|xlsx|False|ajeno", "P2|X|Ajeno 2|||xlsx|False|ajeno 2"], await RowsAsync(installation, theirs));
        Assert.Equal(
            ["pms 0 3 Smoobu: 2 nuevos, 1 actualizados", "xlsx 1 3 XLSX: 1 nuevos, 2 actualizados (1 errores)"],
            await installation.InTenantAsync(mine, db => db.SyncLogEntries.OrderBy(entry => entry.Id).Select(entry => $"{entry.Source} {(int)entry.Result} {entry.Count} {entry.Detail}").ToListAsync(Ct)));
        Assert.Equal(
            ["""import apartment {"origin":"smoobu","new":2,"updated":1,"refused":0}""", """import apartment {"origin":"xlsx","new":1,"updated":2,"refused":1}"""],
            await installation.InTenantAsync(mine, db => db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => $"{entry.Action} {entry.EntityType} {entry.Details}").ToListAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task Thousands_come_in_at_once(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var mine = await installation.HasTenantAsync("mine");
        var rows = Enumerable.Range(0, 2500).Select(i => new ApartmentRow($"P{i}", $"{i}", $"Piso {i}", null, null)).ToArray();
        Assert.Equal(new SavedApartments(2500, 2500, 0), await SaveAsync(installation, mine, ApartmentOrigins.Smoobu, rows));
        Assert.Equal(new SavedApartments(2500, 0, 2500), await SaveAsync(installation, mine, ApartmentOrigins.Smoobu, rows));
        Assert.Equal(2500, await installation.InTenantAsync(mine, db => db.Apartments.Select(a => a.Uuid).Distinct().CountAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task Lists_at_once_follow_each_other(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var mine = await installation.HasTenantAsync("mine");
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(list => SaveAsync(
            installation, mine, ApartmentOrigins.Smoobu, [.. Enumerable.Range(0, 200).Select(i => new ApartmentRow($"P{(list % 2 == 0 ? i : 199 - i)}", "x", $"Lista {list}", null, null))])));
        Assert.Equal((200, 1400), (saved.Sum(one => one.New), saved.Sum(one => one.Updated)));
        // All of one list, not some of each.
        Assert.Single(await installation.InTenantAsync(mine, db => db.Apartments.Select(a => a.Name).Distinct().ToListAsync(Ct)));
        Assert.Equal(200, await installation.InTenantAsync(mine, db => db.Apartments.CountAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task A_preview_says_what_would_come_of_it(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        await SaveAsync(installation, mine, ApartmentOrigins.Smoobu, new("P1", "P1", "Uno", "Calle 1", null), new("P2", "P2", "Dos", null, "Sevilla"));
        await SaveAsync(installation, theirs, ApartmentOrigins.Smoobu, new ApartmentRow("P3", "P3", "Ajeno", null, null));
        var compared = await installation.InTenantAsync(mine, db => db.CompareAsync(
            [new("P1", "otro", "Uno", null, null), new("P1", "P1", "Uno", "Calle 2", null), new("P2", "P2", "Dos", null, "Sevilla"), new("P2", "P2", "Dos b", null, null), new("P3", "P3", "Ajeno", null, null)], Ct));
        Assert.Equal([ApartmentNews.Same, ApartmentNews.Changed, ApartmentNews.Same, ApartmentNews.Changed, ApartmentNews.New], compared.Select(one => one.News));
        Assert.Equal(["Uno", "Uno", "Dos", "Dos", null], compared.Select(one => one.StoredName));
    }

    [Theory, EachDatabase]
    public async Task Typologies_name_the_flats_of_the_catalogue(Database database)
    {
        await using var installation = await Installation.OpenAsync(database);
        var (mine, theirs) = (await installation.HasTenantAsync("mine"), await installation.HasTenantAsync("theirs"));
        await SaveAsync(installation, mine, ApartmentOrigins.Smoobu, new("11", "a", "Apt Uno", null, null), new("22", "b", "Apt Dos", null, null));
        await SaveAsync(installation, theirs, ApartmentOrigins.Smoobu, new ApartmentRow("33", "c", "Ajeno", null, null));
        var file = await SheetFile.OfAsync(
            "Guest Name | Tipo | Tel | Check-in", "Ana Ruiz | x {22} | +34600111222 | 08/05/2026", "ana ruiz | {11}{33} | +34600111222 | @2026-05-07", "Beto | 11 | #34600999999 | pronto", "Sin teléfono | {11} | |", "| {11} | 600111222 |");
        using var sheet = UploadedSheet.Open(new MemoryStream(file));
        var read = await installation.InTenantAsync(mine, db => ContactSheet.ReadAsync(sheet, RentalSettings.Contacts.Unset.Columns, db, Ct));
        Assert.Null(read.Problem);
        Assert.Equal(
            [new("260507 - Apt Dos, Apt Uno - Ana Ruiz", "+34600111222"), new("-  - Beto", "34600999999")],
            GuestContacts.Compose(read.Stays, RentalSettings.Contacts.Unset));
    }

    private static Task<SavedApartments> SaveAsync(Installation installation, long tenant, string origin, params ApartmentRow[] rows) => installation.AskAsync(services =>
    {
        services.GetRequiredService<Caller>().Enter(tenant, TimeZoneInfo.Utc);
        return services.GetRequiredService<SaveApartments>().RunAsync(rows, origin, origin == ApartmentOrigins.Workbook ? 1 : 0, Ct);
    });

    private static Task<List<string>> RowsAsync(Installation installation, long tenant) => installation.InTenantAsync(tenant, async db =>
        (await db.Apartments.OrderBy(a => a.PmsId).ToListAsync(Ct)).ConvertAll(a => $"{a.PmsId}|{a.ExternalId}|{a.Name}|{a.Address}|{a.City}|{a.Origin}|{a.IsActive}|{a.NameNormal}"));
}
