using System.Text.Json.Nodes;
using Bodega.Accounts;
using Bodega.Data.PostgreSql;
using Bodega.Notifications;
using Bodega.Server.Apis.StockManager;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.10, worked example 23.</summary>
public sealed class Notifying
{
    private const string Stream = "/api/notifications/stream";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Notes_are_listed_marked_and_deleted_by_the_rules_of_ownership(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await shop.AddUserAsync("ana", MembershipRole.Staff);
        var ana = await shop.SignInAsync("ana", Seeds.Password);
        const string created = """{"message":"Notificación creada exitosamente"}""";
        (await root.PostAsync("/api/notifications/create", """{"user_id":2,"title":"Uno","message":"Primero"}""")).ShouldBe(201, created);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        (await root.PostAsync("/api/notifications/create", """{"user_id":"2","title":" Dos ","message":"Segundo","type":"error","action_url":"/products/1"}""")).ShouldBe(201, created);
        (await root.PostAsync("/api/notifications/create", """{"user_id":2,"title":"Tres","message":"Tercero","type":"warning","action_url":null}""")).ShouldBe(201, created);
        const string one = """{"id":1,"title":"Uno","message":"Primero","type":"info","action_url":null,"created_at":"2026-05-01 10:00:00"}""";
        const string two = """{"id":2,"title":"Dos","message":"Segundo","type":"error","action_url":"/products/1","created_at":"2026-05-01 10:00:01"}""";
        const string three = """{"id":3,"title":"Tres","message":"Tercero","type":"warning","action_url":null,"created_at":"2026-05-01 10:00:01"}""";
        (await ana.GetAsync("/api/notifications/unread")).ShouldBe(200, $$"""{"notifications":[{{three}},{{two}},{{one}}],"unread_count":3}""");
        (await root.GetAsync("/api/notifications/unread")).ShouldBe(200, """{"notifications":[],"unread_count":0}""");

        // Only the owner marks; nobody learns whether an id exists.
        const string marked = """{"message":"Notificación marcada como leída"}""";
        (await root.PostAsync("/api/notifications/3/read")).ShouldBe(200, marked);
        (await root.PostAsync("/api/notifications/99999999999999999999/read")).ShouldBe(200, marked);
        (await ana.PostAsync("/api/notifications/2/read")).ShouldBe(200, marked);
        (await ana.GetAsync("/api/notifications/unread")).ShouldBe(200, $$"""{"notifications":[{{three}},{{one}}],"unread_count":2}""");
        (await ana.GetAsync("/api/notifications/all?limit=2")).ShouldBe(200, $"[{three[..^1]},\"is_read\":0}},{two[..^1]},\"is_read\":1}}]");
        (await ana.GetAsync("/api/notifications/all?limit=0&offset=2")).ShouldBe(200, $"[{one[..^1]},\"is_read\":0}}]");
        (await ana.GetAsync("/api/notifications/all?limit=x&offset=-1")).ShouldBe(200);
        (await ana.PostAsync("/api/notifications/read-all")).ShouldBe(200, """{"message":"Todas las notificaciones marcadas como leídas"}""");
        (await ana.GetAsync("/api/notifications/unread")).ShouldBe(200, """{"notifications":[],"unread_count":0}""");

        (await ana.DeleteAsync("/api/notifications/1/delete")).ShouldBe(403, """{"error":"Permiso denegado"}""");
        foreach (var _ in new[] { 1, 2 })
            (await root.DeleteAsync("/api/notifications/1/delete")).ShouldBe(200, """{"message":"Notificación eliminada exitosamente"}""");
        Assert.Equal(2, (await ana.GetAsync("/api/notifications/all")).Json.GetArrayLength());
        (await ana.PostAsync("/api/notifications/-1/read")).ShouldBe(404, """{"error":"Ruta no encontrada"}""");
        // One row for each change: three made, one deleted.
        Assert.Equal(4, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "notification")));
    }

    [Theory, EachDatabase]
    public async Task A_note_that_makes_no_sense_is_refused(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var (body, error) in new[]
        {
            ("{", "Cuerpo JSON inválido"),
            ("[]", "Cuerpo JSON inválido"),
            ("{}", "Faltan campos requeridos"),
            ("""{"user_id":1,"title":"a"}""", "Faltan campos requeridos"),
            ("""{"user_id":1,"title":null,"message":"b"}""", "Faltan campos requeridos"),
            ("""{"user_id":1,"title":"a","message":"b","type":"loud"}""", "Tipo inválido"),
            ("""{"user_id":1,"title":"a","message":"b","type":7}""", "Tipo inválido"),
            ("""{"user_id":1,"title":["a"],"message":"b"}""", "Título: Debe ser texto"),
            ("""{"user_id":1,"title":"a\u0000","message":"b"}""", "Título: Debe ser texto"),
            ("""{"user_id":1,"title":"a","message":"\ud800"}""", "Mensaje: Debe ser texto"),
            ("""{"user_id":1,"title":"a","message":"b","action_url":"javascript:alert(1)"}""", "URL: Formato inválido"),
            ("""{"user_id":99,"title":"a","message":"b"}""", "Referencia inválida: el registro relacionado no existe"),
            ("""{"user_id":1e400,"title":"a","message":"b"}""", "Referencia inválida: el registro relacionado no existe"),
            ("""{"user_id":99999999999999999999,"title":"a","message":"b"}""", "Referencia inválida: el registro relacionado no existe"),
            ("""{"user_id":{},"title":"a","message":"b"}""", "Referencia inválida: el registro relacionado no existe"),
        })
            (await root.PostAsync("/api/notifications/create", body)).ShouldBe(400, $$"""{"error":"{{error}}"}""");
    }

    [Theory, EachDatabase]
    public async Task Every_kind_has_its_words(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await shop.LookAsync(async (services, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            var notifier = services.GetRequiredService<Notifier>();
            void Add(string kind, Severity severity, string? facts = null) => notifier.Add(1, kind, severity, facts is null ? null : (JsonObject)JsonNode.Parse(facts)!);
            Add(NotificationKinds.AccountChanged, Severity.Info);
            Add(NotificationKinds.ProductCreated, Severity.Success, """{"name":"Leche"}""");
            Add(NotificationKinds.ProductUpdated, Severity.Success, """{"name":"Leche"}""");
            Add(NotificationKinds.ProductDisabled, Severity.Warning);
            Add(NotificationKinds.ProductActivated, Severity.Success, """{"name":"Leche"}""");
            Add(NotificationKinds.PricesUpdated, Severity.Success);
            Add(NotificationKinds.StockCounted, Severity.Success);
            Add(NotificationKinds.StockLow, Severity.Warning, """{"name":"Leche","id":12,"quantity":2}""");
            Add(NotificationKinds.SaleRecorded, Severity.Success, """{"names":["A","B"],"quantities":[1,2]}""");
            Add(NotificationKinds.SaleFailed, Severity.Error);
            Add(NotificationKinds.SaleCorrected, Severity.Success, """{"id":178}""");
            Add(NotificationKinds.InvitationAccepted, Severity.Success, """{"name":"Noa","email":"noa@demo.co"}""");
            await db.SaveChangesAsync(CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        var root = await shop.SignInAsync();
        var said = (await root.GetAsync("/api/notifications/all")).Json.EnumerateArray().OrderBy(n => n.GetProperty("id").GetInt64())
            .Select(n => $"{n.GetProperty("type").GetString()}: {n.GetProperty("title").GetString()} / {n.GetProperty("message").GetString()}");
        Assert.Equal(
        [
            "info: Tu cuenta ha sido actualizada / Un administrador ha realizado cambios en tu cuenta. Si no reconoces esta actividad, contacta al soporte.",
            "success: Producto agregado / El producto 'Leche' ha sido agregado al inventario.",
            "success: Producto actualizado / El producto 'Leche' ha sido actualizado.",
            "warning: Producto deshabilitado / El producto ha sido deshabilitado.",
            "success: Producto activado / El producto Leche ha sido activado.",
            "success: Precios actualizados / Los precios de los productos han sido actualizados.",
            "success: Stock actualizado / El stock de los productos ha sido actualizado.",
            "warning: Stock bajo / El producto Leche (ID: 12) tiene stock bajo (2 unidades).",
            "success: Venta registrada / Venta registrada de los productos A, B con cantidades 1, 2.",
            "error: Error en venta / Hubo un error al registrar la venta",
            "success: Venta actualizada / Venta #178 ha sido actualizada exitosamente",
            "success: Invitación aceptada / Noa (noa@demo.co) se ha unido a la empresa.",
        ], said);
        // "message" has words of its own, and five kinds speak to everybody in the tenant, which this wire knows nothing of.
        Assert.Equal(12, typeof(NotificationKinds).GetFields().Length - 6);
    }

    [Theory, EachDatabase]
    public async Task The_stream_tells_at_once_and_only_its_owner(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await shop.AddUserAsync("ana", MembershipRole.Staff);
        var ana = await shop.SignInAsync("ana", Seeds.Password);
        (await shop.Anyone().GetAsync(Stream)).ShouldBe(401, """{"error":"No autenticado"}""");

        using var stream = await EventStream.OpenAsync(ana, Stream);
        Assert.Equal("text/event-stream; charset=utf-8", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache, no-transform", stream.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("no", Assert.Single(stream.Response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal("event: init\ndata: {\"notifications\":[],\"count\":0}", await stream.NextAsync());
        await root.PostAsync("/api/notifications/create", """{"user_id":1,"title":"a mí","message":"x"}""");
        await root.PostAsync("/api/notifications/create", """{"user_id":2,"title":"Hola","message":"línea\nnueva"}""");
        Assert.Equal(
            """
            event: update
            data: {"notifications":[{"id":2,"title":"Hola","message":"línea\nnueva","type":"info","action_url":null,"created_at":"2026-05-01 10:00:00"}],"count":1}
            """.ReplaceLineEndings("\n"), await stream.NextAsync());

        // A second stream ends the first; it begins with the newest five.
        for (var i = 3; i <= 8; i++) await root.PostAsync("/api/notifications/create", $$"""{"user_id":2,"title":"N{{i}}","message":"x"}""");
        using var second = await EventStream.OpenAsync(ana, Stream);
        var init = await second.NextAsync();
        Assert.StartsWith("event: init\ndata: {\"notifications\":[{\"id\":8,", init, StringComparison.Ordinal);
        Assert.EndsWith("],\"count\":7}", init, StringComparison.Ordinal);
        Assert.Equal(5, init!.Split("\"id\":").Length - 1);
        while (await stream.NextAsync() is { } rest) Assert.StartsWith("event: update", rest, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_silent_stream_beats_and_ends_with_its_session(Database database)
    {
        var clock = new TimedClock(new DateTimeOffset(2026, 5, 1, 13, 0, 0, TimeSpan.Zero));
        await using var shop = await Shop.OpenAsync(database, null, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        await shop.AddUserAsync("ana", MembershipRole.Staff);
        var (root, ana) = (await shop.SignInAsync(), await shop.SignInAsync("ana", Seeds.Password));
        using var roots = await EventStream.OpenAsync(root, Stream);
        using var anas = await EventStream.OpenAsync(ana, Stream);
        Assert.StartsWith("event: init", await roots.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("event: init", await anas.NextAsync(), StringComparison.Ordinal);
        await BothWaitAsync();
        clock.Advance(NotificationStream.Heartbeat);
        Assert.Equal(": heartbeat", await roots.NextAsync());
        Assert.Equal(": heartbeat", await anas.NextAsync());

        (await root.GetAsync("/logout")).ShouldBe(302);
        await shop.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            await db.Memberships.Where(m => m.UserName == "ana").ExecuteUpdateAsync(set => set.SetProperty(m => m.Status, MembershipStatus.Suspended));
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        await BothWaitAsync();
        clock.Advance(NotificationStream.Heartbeat);
        Assert.Null(await roots.NextAsync());
        Assert.Null(await anas.NextAsync());

        async Task BothWaitAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (clock.Waiting(NotificationStream.Heartbeat) < 2) await Task.Delay(5, patience.Token);
        }
    }

    [Theory, EachDatabase]
    public async Task A_stopping_server_does_not_wait_for_its_streams(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        using var stream = await EventStream.OpenAsync(root, Stream);
        await stream.NextAsync();
        var begun = TimeProvider.System.GetTimestamp();
        shop.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await stream.NextAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory, EachDatabase]
    public async Task A_ring_reaches_the_streams_of_other_nodes(Database database)
    {
        if (database == Database.Sqlite) return; // one file, one node
        await using var shared = await TestDatabase.CreateAsync(database);
        await using var here = (PostgreSqlProvider)shared.Open();
        await using var there = (PostgreSqlProvider)shared.Open();
        var (bell, far) = (new NotificationBell(), new NotificationBell());
        var (menu, farMenu) = (new Catalog.MenuBell(), new Catalog.MenuBell());
        var (near, distant) = (here.Relay(bell, menu), there.Relay(far, farMenu));
        using var stop = new CancellationTokenSource();
        var relays = new[] { near.RunAsync(stop.Token), distant.RunAsync(stop.Token) };
        await Task.WhenAll(near.Listening, distant.Listening).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        var rings = System.Threading.Channels.Channel.CreateUnbounded<string>();
        using var nine = far.Listen(9, () => rings.Writer.TryWrite("9 there"));
        using var seven = bell.Listen(7, () => rings.Writer.TryWrite("7 here"));
        // Signals of one node arrive in order: once this ring is heard there, so is the opening above.
        bell.Ring(9);
        Assert.Equal("9 there", await rings.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        far.Ring(8);
        far.Ring(7);
        Assert.Equal("7 here", await rings.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        // A stream opened there takes the place of the one here, which is told.
        Action newer = () => rings.Writer.TryWrite("7 there");
        using var other = far.Listen(7, newer);
        Assert.Equal("7 here", await rings.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        bell.Ring(7);
        Assert.Equal("7 there", await rings.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.True(far.IsCurrent(7, newer));
        farMenu.Heard += (id, item) => rings.Writer.TryWrite($"menu {id} {item is null}");
        menu.Ring(new Catalog.MenuItem { ProductId = 5, Hex24 = "", Name = "", Slug = "", Category = "", Image = "", Sizes = "" });
        Assert.Equal("menu 5 True", await rings.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(relays));
    }
}
