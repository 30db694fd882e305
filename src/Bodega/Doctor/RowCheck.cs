using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Bodega.Doctor;

/// <summary>One invariant as a query for the rows that break it: tenant, row, what is wrong. Plain SQL that both databases read alike.</summary>
/// <param name="Name">In kebab case.</param>
/// <param name="Sql">Selects tenant id, row id and a short text; nothing when all is well.</param>
/// <param name="Row">What the row is, for people: <c>product</c>.</param>
internal sealed record RowCheck(string Name, string Row, string Sql)
{
    /// <summary>The invariants of design §7 and what hangs on them.</summary>
    public static IReadOnlyList<RowCheck> Fixed { get; } =
    [
        new("on-hand-is-sum-of-movements", "product", """
            SELECT l.tenant_id, l.product_id, 'on hand ' || l.on_hand || ', movements make ' || coalesce(m.total, 0)
            FROM stock_levels l
            LEFT JOIN (SELECT product_id, sum(quantity) AS total FROM stock_movements GROUP BY product_id) m ON m.product_id = l.product_id
            WHERE l.on_hand <> coalesce(m.total, 0)
            """),
        new("on-hand-is-not-negative", "product", "SELECT tenant_id, product_id, 'on hand ' || on_hand FROM stock_levels WHERE on_hand < 0"),
        new("reserved-is-sum-of-reservations", "product", """
            SELECT l.tenant_id, l.product_id, 'reserved ' || l.reserved || ', reservations make ' || coalesce(r.total, 0)
            FROM stock_levels l
            LEFT JOIN (SELECT product_id, sum(quantity) AS total FROM stock_reservations GROUP BY product_id) r ON r.product_id = l.product_id
            WHERE l.reserved <> coalesce(r.total, 0)
            """),
        new("reserved-is-on-hand", "product", "SELECT tenant_id, product_id, 'on hand ' || on_hand || ', reserved ' || reserved FROM stock_levels WHERE reserved > on_hand"),
        new("reservation-is-of-a-pending-quote", "reservation", "SELECT r.tenant_id, r.id, 'quote ' || q.id || ' is settled' FROM stock_reservations r JOIN quotes q ON q.id = r.quote_id WHERE q.status <> 0"),
        new("quote-total-is-sum-of-lines", "quote", """
            SELECT q.tenant_id, q.id, 'total ' || q.total || ', lines make ' || coalesce(CAST(l.total AS text), 'nothing: there are none') || ' (ten-thousandths)'
            FROM quotes q LEFT JOIN (SELECT quote_id, sum(total) AS total FROM quote_lines GROUP BY quote_id) l ON l.quote_id = q.id
            WHERE l.total IS NULL OR l.total <> q.total
            """),
        new("converted-quote-has-its-sale", "quote", """
            SELECT q.tenant_id, q.id, 'sale ' || coalesce(CAST(q.sale_id AS text), 'none') || ', status ' || q.status
            FROM quotes q LEFT JOIN sales s ON s.id = q.sale_id
            WHERE (q.status = 1 AND (s.id IS NULL OR s.total <> q.total)) OR (q.status <> 1 AND q.sale_id IS NOT NULL)
            """),
        new("purchase-total-is-sum-of-lines", "purchase order", """
            SELECT o.tenant_id, o.id, 'total ' || o.total || ', lines make ' || coalesce(CAST(l.total AS text), 'nothing: there are none') || ' (ten-thousandths)'
            FROM purchase_orders o LEFT JOIN (SELECT purchase_order_id, sum(total) AS total FROM purchase_order_lines GROUP BY purchase_order_id) l ON l.purchase_order_id = o.id
            WHERE l.total IS NULL OR l.total <> o.total
            """),
        new("received-goods-came-in-once", "purchase order", """
            SELECT o.tenant_id, o.id, 'ordered ' || l.total || ' pieces, ' || coalesce(m.total, 0) || ' came in, status ' || o.status
            FROM purchase_orders o
            JOIN (SELECT purchase_order_id, sum(quantity) AS total FROM purchase_order_lines GROUP BY purchase_order_id) l ON l.purchase_order_id = o.id
            LEFT JOIN (SELECT purchase_order_id, sum(quantity) AS total FROM stock_movements WHERE purchase_order_id IS NOT NULL GROUP BY purchase_order_id) m ON m.purchase_order_id = o.id
            WHERE coalesce(m.total, 0) <> CASE WHEN o.status = 1 THEN l.total ELSE 0 END
            """),
        new("cancelled-sale-moved-back", "sale", """
            SELECT s.tenant_id, s.id, 'its movements make ' || m.total
            FROM sales s JOIN (SELECT sale_id, sum(quantity) AS total FROM stock_movements WHERE sale_id IS NOT NULL GROUP BY sale_id) m ON m.sale_id = s.id
            WHERE s.is_cancelled AND m.total <> 0
            """),
        new("line-is-cancelled-with-its-sale", "sale line", "SELECT l.tenant_id, l.id, 'differs from its sale in being cancelled' FROM sale_lines l JOIN sales s ON s.id = l.sale_id WHERE l.is_cancelled <> s.is_cancelled"),
        new("product-has-stock-level", "product", """
            SELECT p.tenant_id, p.id, 'has no stock level'
            FROM products p LEFT JOIN stock_levels l ON l.product_id = p.id WHERE l.product_id IS NULL
            """),
        new("last-sold-is-newest-line", "product", """
            SELECT l.tenant_id, l.product_id, 'last sold ' || coalesce(CAST(l.last_sold_at AS text), 'never') || ', newest line ' || coalesce(CAST(s.newest AS text), 'none')
            FROM stock_levels l
            LEFT JOIN (SELECT product_id, max(at) AS newest FROM sale_lines WHERE NOT is_cancelled GROUP BY product_id) s ON s.product_id = l.product_id
            WHERE coalesce(l.last_sold_at, -1) <> coalesce(s.newest, -1)
            """),
        new("sale-total-is-sum-of-lines", "sale", """
            SELECT s.tenant_id, s.id, 'total ' || s.total || ', lines make ' || coalesce(CAST(l.total AS text), 'nothing: there are none') || ' (ten-thousandths)'
            FROM sales s
            LEFT JOIN (SELECT sale_id, sum(total) AS total FROM sale_lines GROUP BY sale_id) l ON l.sale_id = s.id
            WHERE l.total IS NULL OR l.total <> s.total
            """),
        // Rounded half up to cents, without a division: -50 < total - exact <= 50, in ten-thousandths.
        new("line-total-is-price-times-quantity", "sale line", """
            SELECT l.tenant_id, l.id, 'total ' || l.total || ' for ' || l.quantity || ' at ' || l.unit_price || ' (ten-thousandths)'
            FROM sale_lines l JOIN products p ON p.id = l.product_id
            WHERE l.total % 100 <> 0 OR (p.sold_by = 0
              AND (CAST(l.total AS numeric) - CAST(l.unit_price AS numeric) * l.quantity > 50 OR CAST(l.total AS numeric) - CAST(l.unit_price AS numeric) * l.quantity <= -50))
              OR (p.sold_by = 1
              AND (CAST(l.total AS numeric) * p.grams_per_price * 1000 - CAST(l.unit_price AS numeric) * l.quantity > 50000 * CAST(p.grams_per_price AS numeric)
                OR CAST(l.total AS numeric) * p.grams_per_price * 1000 - CAST(l.unit_price AS numeric) * l.quantity <= -50000 * CAST(p.grams_per_price AS numeric)))
            """),
        new("line-has-time-of-sale", "sale line", "SELECT l.tenant_id, l.id, 'has another time than its sale' FROM sale_lines l JOIN sales s ON s.id = l.sale_id WHERE l.at <> s.at"),
        new("order-total-is-sum-of-lines", "order", """
            SELECT o.tenant_id, o.id, 'total ' || o.total || ', lines make ' || coalesce(CAST(l.total AS text), 'nothing: there are none') || ' (ten-thousandths)'
            FROM orders o
            LEFT JOIN (SELECT order_id, sum(total) AS total FROM order_lines GROUP BY order_id) l ON l.order_id = o.id
            WHERE l.total IS NULL OR l.total <> o.total
            """),
        new("order-line-total-is-price-times-quantity", "order line", """
            SELECT tenant_id, id, 'total ' || total || ' for ' || quantity || ' at ' || base_price || ' + ' || extra || ' (ten-thousandths)'
            FROM order_lines
            WHERE total % 100 <> 0 OR total - (base_price + extra) * quantity > 50 OR total - (base_price + extra) * quantity < -50
            """),
        new("menu-item-has-products-name", "menu item", """
            SELECT i.tenant_id, i.product_id, 'is called ' || i.name || ', its product ' || p.name
            FROM menu_items i JOIN products p ON p.id = i.product_id WHERE i.name <> p.name
            """),
        // A corrected sale may owe something else than was booked (contract §7.2: recalculation is a setting): only untouched ones are held to it.
        new("debt-is-unpaid-part", "sale", """
            SELECT s.tenant_id, s.id, 'unpaid ' || (s.total - s.amount_paid) || ', booked ' || coalesce(b.owed, 0) || ' (ten-thousandths)'
            FROM sales s
            LEFT JOIN (SELECT sale_id, sum(effect) AS owed FROM customer_bookings WHERE type = 0 GROUP BY sale_id) b ON b.sale_id = s.id
            WHERE coalesce(b.owed, 0) <> CASE WHEN s.customer_id IS NULL THEN 0 ELSE s.total - s.amount_paid END
              AND NOT EXISTS (SELECT 1 FROM audit_entries a WHERE a.tenant_id = s.tenant_id AND a.entity_type = 'sale' AND a.entity_id = s.id AND a.action = 'update' AND a.succeeded)
              AND NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.tenant_id = s.tenant_id AND m.sale_id = s.id AND m.reason = 3)
            """),
        new("booking-is-on-the-sales-customer", "booking", """
            SELECT b.tenant_id, b.id, 'names sale ' || s.id || ' of another customer'
            FROM customer_bookings b JOIN sales s ON s.id = b.sale_id WHERE s.customer_id IS NULL OR s.customer_id <> b.customer_id
            """),
        new("booking-effect-follows-type", "booking", """
            SELECT tenant_id, id, 'amount ' || amount || ', effect ' || effect FROM customer_bookings
            WHERE effect <> CASE WHEN type = 1 THEN -amount ELSE amount END OR (type <> 2 AND amount <= 0)
            """),
        new("tenant-has-active-owner", "tenant", """
            SELECT t.id, t.id, 'has no active owner with an account'
            FROM tenants t WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = t.id AND m.role > 0 AND m.status < 3 AND m.account_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = t.id AND m.role = 3 AND m.status = 1 AND m.account_id IS NOT NULL)
            """),
        new("active-membership-has-account", "membership", "SELECT tenant_id, id, 'is in use but has no account' FROM memberships WHERE account_id IS NULL AND email IS NULL AND status IN (1, 2)"),
    ];

    // References that carry no foreign key, because the ledger and the trail outlive what they speak of being changed by an import.
    // Who runs the installation acts in other tenants, on the tenants themselves.
    private static readonly (string Table, string Column, string Parent, string But)[] Soft =
    [
        ("stock_movements", "sale_id", "sales", ""),
        ("stock_movements", "membership_id", "memberships", ""),
        ("customer_bookings", "membership_id", "memberships", ""),
        ("audit_entries", "membership_id", "memberships", " AND c.entity_type <> 'company'"),
        ("import_files", "membership_id", "memberships", ""),
        ("stock_movements", "purchase_order_id", "purchase_orders", ""),
        ("price_changes", "membership_id", "memberships", ""),
        ("sales", "cancelled_by_id", "memberships", ""),
        ("quotes", "cancelled_by_id", "memberships", ""),
        ("invitations", "created_by_id", "memberships", ""),
    ];

    /// <summary>For every tenant-owned table: its tenant exists, and what a row names exists in the same tenant.</summary>
    public static IEnumerable<RowCheck> OfTenancy(IModel model)
    {
        foreach (var entity in model.GetEntityTypes().Where(e => typeof(Kernel.ITenantOwned).IsAssignableFrom(e.ClrType)))
        {
            var (table, key) = (entity.GetTableName()!, Column(entity.FindPrimaryKey()!.Properties[0])); // every entity here has both
            yield return new($"{table}-tenant-exists", table, $"""
                SELECT c.tenant_id, c.{key}, 'belongs to no tenant' FROM {table} c LEFT JOIN tenants t ON t.id = c.tenant_id WHERE t.id IS NULL
                """);
            foreach (var reference in entity.GetForeignKeys().Where(f => typeof(Kernel.ITenantOwned).IsAssignableFrom(f.PrincipalEntityType.ClrType)))
                yield return Reference(table, key, Column(reference.Properties[0]), reference.PrincipalEntityType.GetTableName()!, Column(reference.PrincipalKey.Properties[0]));
        }
        foreach (var (table, column, parent, but) in Soft) yield return Reference(table, "id", column, parent, "id", but);
    }

    private static RowCheck Reference(string table, string key, string column, string parent, string parentKey, string but = "") => new($"{table}-{column}-same-tenant", table, $"""
        SELECT c.tenant_id, c.{key}, '{column} ' || c.{column} || CASE WHEN p.{parentKey} IS NULL THEN ' does not exist' ELSE ' belongs to another tenant' END
        FROM {table} c LEFT JOIN {parent} p ON p.{parentKey} = c.{column}
        WHERE c.{column} IS NOT NULL AND (p.{parentKey} IS NULL OR p.tenant_id <> c.tenant_id){but}
        """);

    private static string Column(IReadOnlyProperty property) => property.GetColumnName();
}
